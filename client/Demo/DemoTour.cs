using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Spectre.Console;

namespace Gleaner.Client.Demo;

/// <summary>The demo: gather from live sources, then ask with SQL what was persisted.</summary>
/// <param name="asJson">JSON lines on stdout, and what is said about them on stderr.</param>
internal sealed class DemoTour(CommandContext context, bool asJson)
{
    private const string ByResult = """
        SELECT COALESCE(error_kind, 'ok') AS result, COUNT(*) AS sources, SUM(attempts) AS attempts, SUM(records) AS records
        FROM outcomes GROUP BY result ORDER BY sources DESC, result
        """;

    private const string ByCity = """
        SELECT json_extract(data, '$.city') AS city, COUNT(*) AS hours,
            MIN(json_extract(data, '$.celsius')) AS coldest, MAX(json_extract(data, '$.celsius')) AS warmest
        FROM records WHERE source = 'weather' GROUP BY city ORDER BY warmest DESC
        """;

    private static readonly GatherOptions Options = new()
    {
        AllowPrivate = true,
        Timeout = TimeSpan.FromSeconds(2),
        Deadline = TimeSpan.FromSeconds(5),
    };

    public async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("gleaner-demo-");
        try
        {
            var store = new StoreChoice(StoreAddress.Parse($"sqlite:{Path.Combine(folder.FullName, "demo.db")}"), "for this demo");
            await using var origin = await DemoOrigin.Start(context.Time, context.Interruption.Token);
            var sources = DemoSources.At(origin.Address).ToList();
            Title($"Gathering {sources.Count} sources with all manners from a small web server at {origin.Address}");
            using var writer = IOutcomeWriter.For(asJson, context.Terminal);
            await using (var connection = await Connector.Open(store, embedded: true, context))
            {
                var code = await new RunSession(context, connection).Gather(Options, new GivenPlan(sources, []), "The demo has no sources.", writer, FailOn.None);
                if (code != ExitCode.Ok)
                {
                    return code;
                }
            }

            await Ask(store.Address, "What became of them? Everything is SQL:", ByResult);
            await Ask(store.Address, "And the records themselves:", ByCity);
            Title("Your turn: ./gleaner gather URL …   ./gleaner query 'SELECT * FROM outcomes'   ./gleaner --help");
            return ExitCode.Ok;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task Ask(StoreAddress store, string title, string sql)
    {
        Title(title);
        if (asJson)
        {
            await StoreReading.Query(store, sql, context, rows => RowLines.WriteJson(rows, context.Terminal, most: null, context.Time, context.Interruption.Token));
            return;
        }

        context.Terminal.WriteOutput(new Padder(new Text(sql, new Style(Color.Aqua)), new Padding(2, 0, 0, 0)));
        await StoreReading.Query(store, sql, context, rows => RowTable.Write(rows, context.Terminal, most: 50, context.Interruption.Token));
    }

    private void Title(string text)
    {
        if (asJson)
        {
            context.Terminal.Say(text);
        }
        else
        {
            context.Terminal.WriteOutput(new Text($"\n{text}\n", new Style(Color.Yellow, decoration: Decoration.Bold)));
        }
    }
}
