using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.Verifying;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner verify</c>: whether a run kept its promises, by its rows, its origin's log and what its clients were shown.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandContext context)
    {
        var run = new Argument<string>("RUN") { Description = "A run's id, as 'runs list' shows it." };
        run.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !RunId.IsPlausible(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a run's id");
            }
        });
        var originLog = new Option<string>("--origin-log")
        {
            Description = "What the origin sent: a JSON object a line, with path and sha256 of each body sent whole.",
            HelpName = "FILE",
            Required = true,
        };
        var acknowledged = new Option<string?>("--acknowledged")
        {
            Description = "What clients showed: the lines of 'gather --json' and 'runs watch --json'.",
            HelpName = "FILE",
        };
        var command = new Command("verify", "Check that a run lost, tore, doubled and left out nothing.") { run, originLog, acknowledged };
        command.SetAction((parsed, _) =>
            Run(parsed, parsed.GetRequiredValue(run), parsed.GetRequiredValue(originLog), parsed.GetValue(acknowledged), context));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, string run, string originLog, string? acknowledged, CommandContext context)
    {
        var cancellation = context.Interruption.Token;
        var sent = await SentBodies.Read(originLog, cancellation);
        var shown = acknowledged is null ? null : await AcknowledgedOutcomes.Read(acknowledged, run, cancellation);
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context).Address;
        var verdict = await new RunOracle(store, context.Time).Verify(run, sent, shown, cancellation);
        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer => VerdictJson.Write(writer, verdict));
        }
        else
        {
            foreach (var line in VerdictText.Lines(verdict))
            {
                context.Terminal.WriteOutputLine(line);
            }
        }

        context.Terminal.Say(VerdictText.Summary(verdict));
        return verdict.Holds ? ExitCode.Ok : ExitCode.Failed;
    }
}
