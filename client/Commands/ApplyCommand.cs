using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Applying;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner apply</c>: makes the sources of a file known, so that later gathers need no file. Doing it twice changes nothing.</summary>
internal static class ApplyCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.File();
        file.Required = true;
        var prune = new Option<bool>("--prune") { Description = "Also forget applied sources that the file no longer has, with their records." };
        var embedded = CommonOptions.Embedded();
        var command = new Command("apply", "Store the sources of a file; a source that is known is changed to what the file says.") { file, prune, embedded };
        command.SetAction((parsed, cancellation) =>
            Run(parsed, parsed.GetRequiredValue(file), parsed.GetValue(prune), parsed.GetValue(embedded), context, cancellation));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, string file, bool prunes, bool embedded, CommandContext context, CancellationToken cancellation)
    {
        var sources = SourcesFileDoor.Read(file, context);
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context);
        await using var connection = await Connector.Open(store, embedded, context);
        var applied = new AppliedSources(connection, new GrainCalls(context.Time, context.Terminal.Say));
        using var json = new JsonLines(context.Terminal);
        var asJson = parsed.GetValue(CommonOptions.Json);
        var changed = 0;
        await foreach (var (source, isChanged) in applied.Apply(sources, cancellation))
        {
            changed += isChanged ? 1 : 0;
            if (asJson)
            {
                json.Add(writer =>
                {
                    writer.WriteString("source", source.Name);
                    writer.WriteString("url", source.Url);
                    writer.WriteBoolean("changed", isChanged);
                });
            }
        }

        json.Flush();
        var gone = await applied.FindGone(sources, cancellation);
        if (prunes)
        {
            await applied.Forget(gone, cancellation);
            WriteForgotten(gone, asJson, json, context.Terminal);
        }

        context.Terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Applied {CountText.Of(sources.Count, "source")} to {store.Address}: {changed:#,0} new or changed, {sources.Count - changed:#,0} as before{Rest(gone.Count, prunes)}."));
        return ExitCode.Ok;
    }

    private static void WriteForgotten(IReadOnlyList<string> names, bool asJson, JsonLines json, Terminal terminal)
    {
        foreach (var name in names)
        {
            if (asJson)
            {
                json.Add(writer =>
                {
                    writer.WriteString("source", name);
                    writer.WriteBoolean("forgotten", true);
                });
            }
            else
            {
                terminal.Say($"Forgot '{name}' and its records.");
            }
        }
    }

    private static string Rest(int gone, bool prunes) => (gone, prunes) switch
    {
        (0, _) => "",
        (_, true) => string.Create(CultureInfo.InvariantCulture, $", {gone:#,0} forgotten"),
        _ => string.Create(CultureInfo.InvariantCulture, $"; {gone:#,0} applied before and not in the file, which --prune forgets"),
    };
}
