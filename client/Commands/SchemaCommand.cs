using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner schema apply</c>: brings the store's tables to this program's version.</summary>
internal static class SchemaCommand
{
    public static Command Create(CommandContext context)
    {
        var apply = new Command("apply", "Create or update the store's tables and views; doing it again changes nothing.");
        apply.SetAction((parsed, cancellation) => Apply(StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context), parsed.GetValue(CommonOptions.Json), context, cancellation));
        return new Command("schema", "The store's tables.") { apply };
    }

    private static async Task<int> Apply(StoreChoice store, bool asJson, CommandContext context, CancellationToken cancellation)
    {
        var (found, now, madeAgain) = await StoreSchema.Apply(store.Address, context.Time, cancellation);
        if (asJson)
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer =>
            {
                writer.WriteString("store", store.Address.ToString());
                writer.WriteNumber("found", found);
                writer.WriteNumber("version", now);
                writer.WriteStartArray("madeAgain");
                foreach (var table in madeAgain)
                {
                    writer.WriteStringValue(table);
                }

                writer.WriteEndArray();
            });
        }

        var before = found == now ? "as before" : found == 0 ? "new" : $"was {found}";
        context.Terminal.Say($"The schema of {store.Address} ({store.Origin}) has version {now}, {before}.{(madeAgain.Count > 0 ? $" Tables that were gone are there again, empty: {string.Join(", ", madeAgain)}." : "")}");
        return ExitCode.Ok;
    }
}
