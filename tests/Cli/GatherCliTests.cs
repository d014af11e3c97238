using System.Diagnostics;
using System.Text.Json;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary>Gathers with the real executable from an origin inside the tests.</summary>
public sealed class GatherCliTests : IAsyncLifetime
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
    public async Task Gather_Json_IsOneObjectPerOutcomeAndNothingElse()
    {
        var result = await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/array/3"), _origin.Url("/status/404"));
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(2, result.Json.Count);
        var good = result.Json.Single(o => o.GetProperty("ok").GetBoolean());
        Assert.Equal(
            ["run", "source", "url", "ok", "status", "error", "attempts", "bytes", "records", "sha256", "unchanged", "startedAt", "durationMs"],
            good.EnumerateObject().Select(p => p.Name));
        Assert.Equal(_origin.Url("/array/3"), good.GetProperty("url").GetString());
        Assert.Equal((200, 3, JsonValueKind.Null), (good.GetProperty("status").GetInt32(), good.GetProperty("records").GetInt32(), good.GetProperty("error").ValueKind));
        var sent = await _origin.Log.FirstSent("/array/3").WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(sent.Sha256, good.GetProperty("sha256").GetString());
        var bad = result.Json.Single(o => !o.GetProperty("ok").GetBoolean());
        Assert.Equal("http-status", bad.GetProperty("error").GetProperty("kind").GetString());
        Assert.Contains("one silo in this process", result.Error, StringComparison.Ordinal);
        Assert.StartsWith($"Run {good.GetProperty("run").GetString()} is complete: 2 sources, 1 ok, 1 failed, ", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("any", 3)]
    [InlineData("all", 0)]
    [InlineData("none", 0)]
    public async Task Gather_OneOfTwoFails_ExitsByFailOn(string rule, int exitCode)
    {
        var result = await _gleaner.Run("gather", "--allow-private", "--store", "memory", "--fail-on", rule, _origin.Url("/ok/1"), _origin.Url("/status/404"));
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task Gather_Table_HasARowForEachSourceInTheOrderGiven()
    {
        string[] urls = [_origin.Url("/slow/300/a"), _origin.Url("/ok/b"), _origin.Url("/bad-json")];
        var result = await _gleaner.Run(["gather", "--allow-private", "--store", "memory", .. urls]);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("source", lines[0], StringComparison.Ordinal);
        Assert.Equal(urls, lines[1..].Select(line => line.Split(' ')[0]));
        Assert.Contains("parse: ", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task Gather_PrivateAddressNotAllowed_IsThatOutcome()
    {
        var result = await _gleaner.Run("gather", "--json", "--store", "memory", _origin.Url("/ok/1"));
        Assert.Equal("blocked-address", Assert.Single(result.Json).GetProperty("error").GetProperty("kind").GetString());
        Assert.Empty(_origin.Log.Hits);
    }

    [Fact]
    public async Task Gather_UrlsFromStandardInput_EachOnce()
    {
        var input = string.Join('\n', Enumerable.Range(0, 600).Select(i => _origin.Url($"/ok/{i}")).Append(_origin.Url("/ok/0")));
        var result = await _gleaner.RunWithInput(input, "gather", "--json", "--allow-private", "--urls", "-");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(600, result.Json.Select(o => o.GetProperty("url").GetString()).Distinct().Count());
        Assert.Equal(600, result.Json.Count);
        Assert.Equal(600, _origin.Log.Hits.Count);
    }

    [Fact]
    public async Task Gather_ContentAndHeaders_BringTheBodyAsSent()
    {
        var result = await _gleaner.Run(
            "gather", "--json", "--content", "--allow-private", "--store", "memory", "-H", "X-Mine: a:b", "-H", "Accept: text/x", _origin.Url("/echo-headers"), _origin.Url("/status/404"));
        var content = JsonDocument.Parse(result.Json.Single(o => o.GetProperty("ok").GetBoolean()).GetProperty("content").GetString()!).RootElement;
        Assert.Equal(("a:b", "text/x"), (content.GetProperty("X-Mine").GetString(), content.GetProperty("Accept").GetString()));
        Assert.Equal(JsonValueKind.Null, result.Json.Single(o => !o.GetProperty("ok").GetBoolean()).GetProperty("content").ValueKind);
    }

    [Fact]
    public async Task Gather_AppliedSources_AreThoseOfTheFileAndTheTag()
    {
        _gleaner.File("s.yaml", $"sources:\n  - {{name: one, url: '{_origin.Url("/ok/1")}', tags: [odd]}}\n  - {{name: two, url: '{_origin.Url("/ok/2")}'}}\n");
        var applied = await _gleaner.Run("apply", "-f", "s.yaml", "--json");
        Assert.Equal([true, true], applied.Json.Select(o => o.GetProperty("changed").GetBoolean()));
        Assert.Equal([false, false], (await _gleaner.Run("apply", "-f", "s.yaml", "--json")).Json.Select(o => o.GetProperty("changed").GetBoolean()));
        Assert.Equal(["one", "two"], Names(await _gleaner.Run("gather", "--json", "--allow-private")));
        Assert.Equal(["one"], Names(await _gleaner.Run("gather", "--json", "--allow-private", "--tag", "odd")));
        Assert.Equal(["two"], Names(await _gleaner.Run("sources", "list", "--json"))[1..]);
        Assert.Equal(0, (await _gleaner.Run("sources", "forget", "two")).ExitCode);
        Assert.Equal(["one"], Names(await _gleaner.Run("gather", "--json", "--allow-private")));
    }

    [Fact]
    public async Task Runs_AfterAGather_AreListedShownWatchedAndQueried()
    {
        var gathered = await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/array/2"), _origin.Url("/status/500"));
        var run = gathered.Json[0].GetProperty("run").GetString()!;
        Assert.Equal([run], (await _gleaner.Run("runs", "--json")).Json.Select(o => o.GetProperty("run").GetString()));
        Assert.Contains("http-status", (await _gleaner.Run("runs", "show", run)).Output, StringComparison.Ordinal);
        var watched = await _gleaner.Run("runs", "watch", run, "--json");
        Assert.Equal(3, watched.ExitCode);
        Assert.Equal(gathered.Output.Split('\n').Order(StringComparer.Ordinal), watched.Output.Split('\n').Order(StringComparer.Ordinal));
        var csv = await _gleaner.Run("query", "SELECT source, seq FROM records ORDER BY seq", "--csv");
        Assert.Equal($"source,seq\n{_origin.Url("/array/2")},0\n{_origin.Url("/array/2")},1\n", csv.Output);
        var rows = await _gleaner.Run("query", "SELECT COUNT(*) AS n FROM outcomes WHERE ok = 1", "--json");
        Assert.Equal(1, Assert.Single(rows.Json).GetProperty("n").GetInt32());
        Assert.Equal(1, (await _gleaner.Run("runs", "cancel", run)).ExitCode);
    }

    [Fact]
    public async Task Gather_Interrupted_CancelsTheRunAndKeepsWhatItHad()
    {
        using var process = _gleaner.Start("gather", "--json", "--allow-private", _origin.Url("/ok/1"), _origin.Url("/silent"));
        var first = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await GleanerProcess.Signal(process.Id, "INT");
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        var run = JsonDocument.Parse(first!).RootElement.GetProperty("run").GetString();
        Assert.Contains($"Run {run} was cancelled: 2 sources, 1 ok, 0 failed, ", error, StringComparison.Ordinal);
        var runs = await _gleaner.Run("query", "SELECT state, ok FROM runs", "--json");
        Assert.Equal(("cancelled", 1), (Assert.Single(runs.Json).GetProperty("state").GetString(), runs.Json[0].GetProperty("ok").GetInt32()));
    }

    [Fact]
    public async Task Gather_Outcomes_AreOnStdoutLongBeforeTheRunEnds()
    {
        using var process = _gleaner.Start("gather", "--json", "--allow-private", "--deadline", "6s", "--timeout", "6s", _origin.Url("/ok/1"), _origin.Url("/silent"));
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var firstAt = Stopwatch.GetTimestamp();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(Stopwatch.GetElapsedTime(firstAt) > TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Gather_StoreInUse_WaitsAndSaysSo()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var first = _gleaner.Start("gather", "--json", "--allow-private", "--timeout", "5m", "--deadline", "5m", _origin.Url("/ok/1"), _origin.Url("/silent"));
        await first.StandardOutput.ReadLineAsync(cancellation);
        using var second = _gleaner.Start("gather", "--json", "--allow-private", _origin.Url("/ok/2"));
        await second.StandardError.ReadLineAsync(cancellation);
        Assert.EndsWith("; waiting until it ends.", await second.StandardError.ReadLineAsync(cancellation), StringComparison.Ordinal);
        await GleanerProcess.Signal(first.Id, "INT");
        await Task.WhenAll(first.WaitForExitAsync(cancellation), second.WaitForExitAsync(cancellation));
        Assert.Equal((130, 0), (first.ExitCode, second.ExitCode));
    }

    private static string[] Names(CliResult result) => [.. result.Json.Select(o => o.GetProperty("source").GetString()!).Order(StringComparer.Ordinal)];
}
