using System.CommandLine;
using Gleaner.Client.Clusters;
using Gleaner.Client.Output;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner restart</c>: new processes for the silos that <c>up</c> started.</summary>
internal static class RestartCommand
{
    public static Command Create(CommandContext context)
    {
        var rolling = new Option<bool>("--rolling") { Description = "One silo after the other: runs go on meanwhile, without a failed outcome." };
        var command = new Command("restart", "Replace the silos of this machine's cluster, on the same ports and store; without --rolling all at once.") { rolling };
        command.SetAction((parsed, _) => Run(parsed.GetValue(CommonOptions.Json), parsed.GetValue(rolling), context));
        return command;
    }

    private static async Task<int> Run(bool asJson, bool rolling, CommandContext context)
    {
        var startedAt = context.Time.GetTimestamp();
        using var json = new JsonLines(context.Terminal);
        var state = await ClusterRestart.Run(context, rolling, (silo, step) =>
        {
            context.Terminal.Say(Sentence(silo, step));
            if (!asJson)
            {
                return;
            }

            json.Add(writer =>
            {
                writer.WriteString("silo", silo.Name);
                writer.WriteString("step", step.ToString().ToLowerInvariant());
                writer.WriteNumberOrNull("pid", silo.Process?.Pid);
            });

            // Whoever reads along sees each step when it happens.
            json.Flush();
        });
        var silos = state.Silos.Count == 1 ? "1 silo" : $"{state.Silos.Count} silos";
        context.Terminal.Say($"Restarted {silos}{(rolling ? " one after the other" : "")} in {ProgressText.Duration(context.Time.GetElapsedTime(startedAt))}.");
        return ExitCode.Ok;
    }

    private static string Sentence(SiloRecord silo, RestartStep step) => step switch
    {
        RestartStep.Stopping => $"{silo.Name} (pid {silo.Process?.Pid}) is asked to leave …",
        RestartStep.Stopped => $"{silo.Name} has left.",
        RestartStep.Killed => $"{silo.Name} did not leave in time and was killed.",
        _ => $"{silo.Name} is back (pid {silo.Process?.Pid}).",
    };
}
