using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner apply</c>: makes the sources of a file known, so that later gathers need no file.</summary>
internal static class ApplyCommand
{
    private const int AtOnce = 64;

    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.File();
        file.Required = true;
        var embedded = CommonOptions.Embedded();
        var command = new Command("apply", "Store the sources of a file; a source that is known is changed to what the file says.") { file, embedded };
        command.SetAction((parsed, cancellation) => Run(parsed, parsed.GetRequiredValue(file), parsed.GetValue(embedded), context, cancellation));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, string file, bool embedded, CommandContext context, CancellationToken cancellation)
    {
        var sources = SourcesFileDoor.Read(file, context);
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context);
        await using var connection = await Connector.Open(store, embedded, context);
        var calls = new GrainCalls(context.Time, context.Terminal.Say);
        using var json = new JsonLines(context.Terminal);
        var changed = 0;
        foreach (var chunk in sources.Chunk(AtOnce))
        {
            var changes = await Task.WhenAll(chunk.Select(source => Apply(source, connection, calls, cancellation)));
            changed += changes.Count(c => c);
            if (parsed.GetValue(CommonOptions.Json))
            {
                foreach (var (source, isChanged) in chunk.Zip(changes))
                {
                    json.Add(writer =>
                    {
                        writer.WriteString("source", source.Name);
                        writer.WriteString("url", source.Url);
                        writer.WriteBoolean("changed", isChanged);
                    });
                }

                json.Flush();
            }
        }

        context.Terminal.Say(string.Create(
            CultureInfo.InvariantCulture, $"Applied {sources.Count:#,0} sources to {store.Address}: {changed:#,0} new or changed, {sources.Count - changed:#,0} as before."));
        return ExitCode.Ok;
    }

    private static Task<bool> Apply(SourceDefinition source, StoreConnection connection, GrainCalls calls, CancellationToken cancellation) =>
        calls.Repeat(() => connection.Source(source.Name).Apply(source), cancellation, GrainCalls.StartPatience);
}
