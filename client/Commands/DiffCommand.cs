using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gleaner.Client.Applying;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Spectre.Console;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner diff</c>: what apply would change. Exit 0 whether or not there is something.</summary>
internal static class DiffCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.File();
        file.Required = true;
        var prune = new Option<bool>("--prune") { Description = "Also show what 'apply --prune' would forget." };
        var embedded = CommonOptions.Embedded();
        var command = new Command("diff", "Show what 'apply' would change, key by key; nothing is changed by it.") { file, prune, embedded };
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
        var changes = new List<SourceChange>();
        await foreach (var change in applied.Compare(sources, cancellation))
        {
            changes.Add(change);
        }

        var gone = await applied.FindGone(sources, cancellation);
        changes.AddRange(prunes ? gone.Select(SourceChange.Gone) : []);
        if (parsed.GetValue(CommonOptions.Json))
        {
            WriteJson(changes, context.Terminal);
        }
        else if (changes.Count > 0)
        {
            WriteTable(changes, context.Terminal);
        }

        var count = changes.ToLookup(change => change.Kind);
        context.Terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Apply would change {store.Address}: {count[ChangeKind.New].Count():#,0} new, {count[ChangeKind.Changed].Count():#,0} changed, {gone.Count:#,0} gone{(prunes || gone.Count == 0 ? "" : " (with --prune)")}."));
        return ExitCode.Ok;
    }

    private static void WriteTable(List<SourceChange> changes, Terminal terminal)
    {
        var table = TableStyle.Create(terminal.Traits, "change", "source", "key", "old", "new");
        foreach (var change in changes)
        {
            foreach (var key in change.Keys.DefaultIfEmpty(new KeyChange("", null, null)))
            {
                table.AddRow(
                    new Text(change.Word, new Style(change.Kind switch { ChangeKind.New => Color.Green, ChangeKind.Gone => Color.Red, _ => Color.Yellow })),
                    new Text(PrintableText.Of(change.Source)),
                    new Text(PrintableText.Of(key.Key)),
                    new Text(PrintableText.Of(key.Old ?? "")),
                    new Text(PrintableText.Of(key.New ?? "")));
            }
        }

        terminal.WriteOutput(table);
    }

    private static void WriteJson(List<SourceChange> changes, Terminal terminal)
    {
        using var json = new JsonLines(terminal);
        foreach (var change in changes)
        {
            json.Add(writer =>
            {
                writer.WriteString("source", change.Source);
                writer.WriteString("change", change.Word);
                writer.WriteStartObject("keys");
                foreach (var key in change.Keys)
                {
                    WriteKey(writer, key);
                }

                writer.WriteEndObject();
            });
        }
    }

    private static void WriteKey(Utf8JsonWriter writer, KeyChange key)
    {
        writer.WriteStartObject(key.Key);
        writer.WriteString("old", key.Old);
        writer.WriteString("new", key.New);
        writer.WriteEndObject();
    }
}
