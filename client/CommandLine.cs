using System.CommandLine;
using System.CommandLine.Invocation;
using Gleaner.Client.Commands;
using Gleaner.Client.Output;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client;

/// <summary>Parses the arguments, runs the verb and turns whatever goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    // Ctrl-C is ours (Interruption), and so is every exception.
    private static readonly InvocationConfiguration Invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    // Nothing here reads arguments from files, and an argument may begin with @.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> Run(IReadOnlyList<string> args, CommandContext context)
    {
        try
        {
            var parsed = GleanerCommand.Create(context).Parse(args.Count == 0 ? ["--help"] : args, Parser);
            if (parsed.Action is ParseErrorAction)
            {
                throw UserErrorException.Usage(Sentence(parsed));
            }

            var code = await parsed.InvokeAsync(Invocation, context.Interruption.Token);
            return args.Count == 0 ? ExitCode.Usage : code;
        }
        catch (UserErrorException e)
        {
            context.Terminal.Say(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (context.Interruption.HasHappened)
        {
            context.Terminal.Say("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is StoreException or RunNotFoundException or UnreadableStateException or OverloadedException)
        {
            context.Terminal.Say(e.Message);
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            var log = context.Log;
            var written = log.TryAppend(e.ToString());
            context.Terminal.Say($"Unexpected error: {e.Message.TrimEnd('.')}{(written ? $"; details are in {log.Path}" : "")}.");
            return ExitCode.Failed;
        }
    }

    private static string Sentence(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol is RootCommand ? "gleaner" : symbol.Name);
        }

        // A misspelt verb is reported as a missing one too, which helps nobody. Some messages are laid out over several lines.
        var what = parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.UnmatchedTokens[0]}' is not a verb, option or argument here"
            : string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return $"{what}; see '{string.Join(' ', names)} --help'.";
    }
}
