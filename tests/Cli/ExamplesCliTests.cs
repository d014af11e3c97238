using System.Text.Json;
using System.Text.RegularExpressions;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary>The six files of docs/examples, run by the real executable against an origin that is each of their servers. Only hosts and waits are rewritten.</summary>
public sealed partial class ExamplesCliTests : IAsyncLifetime
{
    private readonly GleanerProcess _gleaner = new();
    private TestOrigin _origin = null!;

    public async ValueTask InitializeAsync() => _origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        await _origin.DisposeAsync();
        _gleaner.Dispose();
    }

    [Fact]
    public async Task OrdersApi_ThreePages_AreSelectedCastFilteredAndBadOnesCounted()
    {
        _gleaner.Variables["ORDERS_TOKEN"] = "orders-token";
        var result = await _gleaner.Run("fetch", "orders", "-f", Example("orders-api.yaml"), "--allow-private", "--json", "--explain");
        Assert.Equal((0, 244), (result.ExitCode, result.Json[0].GetProperty("records").GetInt32()));
        var explained = result.Json[1];
        Assert.Equal((3, 244, 5, 1), (Number(explained, "pages"), Number(explained, "rows"), Number(explained, "filtered"), Number(explained, "bad")));
        Assert.Equal([0, 1, 2], explained.GetProperty("attempts").EnumerateArray().Select(attempt => Number(attempt, "page")));
        var first = (await Rows("orders"))[0];
        Assert.Equal("""{"id":1,"status":"open","customer":"Customer 1","total":1.50,"placed_at":"2026-11-24T10:00:00Z"}""", first.GetRawText());
        Assert.DoesNotContain("orders-token", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewsFeed_SecondTime_IsUnchanged()
    {
        var file = Example("news-feed.yaml");
        Assert.Equal(3, Number(await Gather(file), "records"));
        var second = await Gather(file);
        Assert.Equal((true, 304, 3), (second.GetProperty("unchanged").GetBoolean(), Number(second, "status"), Number(second, "records")));
        Assert.Equal(["Item 1", "Item 2", "Item 3"], (await Rows("news")).Select(row => Text(row, "title")));
        Assert.True(_origin.Log.HitsOf("/robots.txt") > 0);
    }

    [Fact]
    public async Task ExchangeRates_LatinOneCsv_IsDownloadedOnce()
    {
        var file = Example("exchange-rates-csv.yaml");
        Assert.Equal(3, Number(await Gather(file), "records"));
        Assert.True((await Gather(file)).GetProperty("unchanged").GetBoolean());
        var rows = await Rows("exchange-rates");
        Assert.Equal(["NOK", "Réal", "a;b"], rows.Select(row => Text(row, "currency")));
        Assert.Equal((11.52m, "2026-11-24", "EUR"), (rows[0].GetProperty("rate").GetDecimal(), Text(rows[0], "day"), Text(rows[0], "base")));
        Assert.Equal(2, _origin.Log.HitsOf("/rates/daily.csv"));
    }

    [Fact]
    public async Task CrmContacts_SecondTime_AsksFromTheCursorAndMerges()
    {
        _gleaner.Variables["CRM_CLIENT_ID"] = "crm-id";
        var secret = _gleaner.File("crm", "crm-secret\n");
        var file = Example("crm-contacts.yaml", text => text.Replace("/run/secrets/crm", Path.Combine(_gleaner.Folder, secret), StringComparison.Ordinal));
        Assert.Equal(4, Number(await Gather(file), "records"));
        Assert.Equal(1, Number(await Gather(file), "records"));
        var rows = await Rows("contacts");
        Assert.Equal(["Contact 1", "Contact 2", "Contact 3", "Contact 4, renamed"], rows.Select(row => Text(row, "name")));
        Assert.Equal(["id", "name", "address_city", "address_street", "updated_at"], rows[0].EnumerateObject().Select(field => field.Name));

        // One hour behind the newest that is stored.
        Assert.Contains("updated_since=2026-04-04T11%3A00%3A00", _origin.Log.Hits.Last(hit => hit.Path.StartsWith("/api/contacts", StringComparison.Ordinal)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WeatherStations_ServerAsksForPatience_BothAreOk()
    {
        _gleaner.Variables["WEATHER_KEY"] = "weather-key";
        var result = await _gleaner.Run("gather", "-f", Example("weather-stations.yaml"), "--allow-private", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["bergen 2", "oslo 2"], result.Json.Select(outcome => $"{Text(outcome, "source")} {Number(outcome, "records")}").Order(StringComparer.Ordinal));
        Assert.Equal(3, _origin.Log.Hits.Count(hit => hit.Path.StartsWith("/v2/stations", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SlowPartner_BusyAtFirst_IsAskedAgain()
    {
        _gleaner.Variables["PARTNER_PASSWORD"] = "partner-password";
        var file = Example("slow-partner.yaml", text => text.Replace("delay: 5s", "delay: 50ms", StringComparison.Ordinal).Replace("backoff: 10s", "backoff: 50ms", StringComparison.Ordinal));
        var outcome = await Gather(file);
        Assert.Equal((2, 2), (Number(outcome, "attempts"), Number(outcome, "records")));
        Assert.Equal(["a", "b"], (await Rows("partner-stock")).Select(row => Text(row, "sku")));
    }

    private string Example(string name, Func<string, string>? rewrite = null)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "examples", name));
        return _gleaner.File(name, Host().Replace(rewrite?.Invoke(text) ?? text, $"http://127.0.0.1:{_origin.Port}"));
    }

    private async Task<JsonElement> Gather(string file)
    {
        var result = await _gleaner.Run("gather", "-f", file, "--allow-private", "--json");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return Assert.Single(result.Json);
    }

    private async Task<IReadOnlyList<JsonElement>> Rows(string source)
    {
        var result = await _gleaner.Run("query", $"SELECT data FROM records WHERE source = '{source}' ORDER BY seq", "--json");
        return [.. result.Json.Select(row => JsonDocument.Parse(Text(row, "data")).RootElement)];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    [GeneratedRegex("https://[a-z.]+")]
    private static partial Regex Host();
}
