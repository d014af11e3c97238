using System.CommandLine;
using Gleaner.Client.Commands;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client;

/// <summary>Parses the arguments, runs the verb and turns whatever goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(IReadOnlyList<string> args, CommandContext context)
    {
        try
        {
            // A URL may begin with @ somewhere in it; nothing here reads arguments from files.
            var parsed = GleanerCommand.Create(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                throw UserErrorException.Usage(Sentence(parsed.Errors[0].Message, parsed.CommandResult.Command));
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                context.Interruption.Token);
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
        catch (Exception e) when (e is StoreException or RunNotFoundException)
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

    private static string Sentence(string error, Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol is RootCommand ? "gleaner" : symbol.Name);
        }

        return $"{error.TrimEnd('.')}; see '{string.Join(' ', names)} --help'.";
    }
}
