using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner query</c>: one read-only SQL statement over what was persisted.</summary>
internal static class QueryCommand
{
    private const int UsualRows = 1_000;

    public static Command Create(CommandContext context)
    {
        var sql = new Argument<string>("SQL") { Description = "One statement over the tables sources, runs, outcomes and records." };
        var csv = new Option<bool>("--csv") { Description = "CSV with a header line on stdout." };
        var maxRows = CommonOptions.Number("--max-rows", $"Rows to show at most [default: {UsualRows} in a table, all as JSON or CSV].", 1, int.MaxValue);
        var command = new Command("query", "Query what was stored with SQL; nothing can be changed by it.") { sql, csv, maxRows };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(CommonOptions.Json))
            {
                result.AddError("--json and --csv exclude each other");
            }
        });
        command.SetAction((parsed, cancellation) => Run(parsed, parsed.GetRequiredValue(sql), parsed.GetValue(csv), parsed.GetValue(maxRows), context, cancellation));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, string sql, bool csv, int? maxRows, CommandContext context, CancellationToken cancellation)
    {
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context);
        var asJson = parsed.GetValue(CommonOptions.Json);
        await StoreReading.Query(store.Address, sql, context, rows =>
            asJson ? RowLines.WriteJson(rows, context.Terminal, maxRows, context.Time, cancellation)
            : csv ? RowLines.WriteCsv(rows, context.Terminal, maxRows, cancellation)
            : RowTable.Write(rows, context.Terminal, maxRows ?? UsualRows, cancellation));
        return ExitCode.Ok;
    }
}
