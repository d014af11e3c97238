using System.Text.Json;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary>Declared sources with the real executable: diff, apply, prune, pause, fetch, preview, explain.</summary>
public sealed class SourcesCliTests : IAsyncLifetime
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
    public async Task Diff_BeforeAndAfterApply_ShowsWhatWouldChange()
    {
        _gleaner.File("s.yaml", Sources("{name: one, url: 'http://a/1', timeout: 1s}", "{name: two, url: 'http://a/2'}"));
        Assert.Equal(["one new", "two new"], Changes(await _gleaner.Run("diff", "-f", "s.yaml", "--json")));
        Assert.Equal(0, (await _gleaner.Run("apply", "-f", "s.yaml")).ExitCode);
        var same = await _gleaner.Run("diff", "-f", "s.yaml", "--json");
        Assert.Equal((0, ""), (same.ExitCode, same.Output));
        _gleaner.File("s.yaml", Sources("{name: one, url: 'http://a/1', timeout: 2s}", "{name: three, url: 'http://a/3'}"));
        var changed = await _gleaner.Run("diff", "-f", "s.yaml", "--json", "--prune");
        Assert.Equal(["one changed", "three new", "two gone"], Changes(changed));
        Assert.Equal("""{"timeout":{"old":"1s","new":"2s"}}""", changed.Json[0].GetProperty("keys").GetRawText());
        Assert.Equal(["one changed", "three new"], Changes(await _gleaner.Run("diff", "-f", "s.yaml", "--json")));
        Assert.Contains("1 new, 1 changed, 1 gone (with --prune).", (await _gleaner.Run("diff", "-f", "s.yaml")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Prune_ForgetsWhatTheFileNoLongerHas()
    {
        _gleaner.File("s.yaml", Sources("{name: one, url: 'http://a/1'}", "{name: two, url: 'http://a/2'}"));
        await _gleaner.Run("apply", "-f", "s.yaml");
        _gleaner.File("s.yaml", Sources("{name: one, url: 'http://a/1'}"));
        Assert.EndsWith("0 new or changed, 1 as before; 1 applied before and not in the file, which --prune forgets.", (await _gleaner.Run("apply", "-f", "s.yaml")).ErrorLines[^1], StringComparison.Ordinal);
        var pruned = await _gleaner.Run("apply", "-f", "s.yaml", "--prune");
        Assert.Equal("Forgot 'two' and its records.", pruned.ErrorLines[^2]);
        Assert.Equal(["one"], (await _gleaner.Run("sources", "list", "--json")).Json.Select(source => source.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Apply_EverySection_IsIdempotentAndShown()
    {
        var file = _gleaner.File("s.yaml", Sources("""
            {name: all, url: 'http://a/', auth: {bearer: '${env:T}'}, retry: {max_attempts: 5}, responses: {404: ignore}, politeness: {rate: 1/s}, pagination: {kind: link},
             cursor: {field: id, param: after, key: [id]}, decode: {records: data}, transform: [{drop: [x]}], contract: {columns: {id: integer}}}
            """));
        Assert.True(Assert.Single((await _gleaner.Run("apply", "-f", file, "--json")).Json).GetProperty("changed").GetBoolean());
        Assert.False(Assert.Single((await _gleaner.Run("apply", "-f", file, "--json")).Json).GetProperty("changed").GetBoolean());
        var shown = Assert.Single((await _gleaner.Run("sources", "show", "all", "--json")).Json);
        var settings = shown.GetProperty("settings");
        Assert.Equal(("5", "1/s", "integer"), (Text(settings, "retry.max_attempts"), Text(settings, "politeness.rate"), Text(settings, "contract.columns.id")));
        Assert.Contains("transform[0].drop", (await _gleaner.Run("sources", "show", "all")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_AndResume_ShowInTheList()
    {
        await _gleaner.Run("apply", "-f", _gleaner.File("s.yaml", Sources("{name: one, url: 'http://a/1', every: 1h}")));
        Assert.Equal(0, (await _gleaner.Run("sources", "pause", "one")).ExitCode);
        Assert.Equal("'one' was paused already.", (await _gleaner.Run("sources", "pause", "one")).ErrorLines[^1]);
        Assert.Equal(1, Assert.Single((await _gleaner.Run("sources", "list", "--json")).Json).GetProperty("paused").GetInt32());
        Assert.Equal("Resumed 'one'.", (await _gleaner.Run("sources", "resume", "one")).ErrorLines[^1]);
        Assert.Equal(0, Assert.Single((await _gleaner.Run("sources", "list", "--json")).Json).GetProperty("paused").GetInt32());
    }

    [Fact]
    public async Task Fetch_Explain_TellsSettingsAttemptsAndDueTime()
    {
        await _gleaner.Run("apply", "-f", _gleaner.File("s.yaml", Sources($"{{name: one, url: '{_origin.Url("/array/3")}', allow_private: true, retry: {{max_attempts: 2}}}}")));
        var result = await _gleaner.Run("fetch", "one", "--json", "--explain");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, result.Json[0].GetProperty("records").GetInt32());
        var explained = result.Json[1];
        Assert.Equal("""{"value":"2","default":false}""", explained.GetProperty("settings").GetProperty("retry.max_attempts").GetRawText());
        Assert.Equal("""{"value":"10s","default":true}""", explained.GetProperty("settings").GetProperty("timeout").GetRawText());
        var attempt = Assert.Single(explained.GetProperty("attempts").EnumerateArray());
        Assert.Equal((200, JsonValueKind.Null), (attempt.GetProperty("status").GetInt32(), attempt.GetProperty("error").ValueKind));
        Assert.True(attempt.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal((3, 0, 0), (explained.GetProperty("rows").GetInt32(), explained.GetProperty("filtered").GetInt32(), explained.GetProperty("bad").GetInt32()));
        Assert.Contains("Next due: ", (await _gleaner.Run("fetch", "one", "--explain")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Failing_ExplainsEachAttemptAndExitsThree()
    {
        var result = await _gleaner.Run("fetch", _origin.Url("/status/500"), "--allow-private", "--json", "--explain");
        Assert.Equal(3, result.ExitCode);
        Assert.Equal([500, 500, 500], result.Json[1].GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
        Assert.Equal("http-status", Text(result.Json[1].GetProperty("error"), "kind"));
    }

    [Fact]
    public async Task Fetch_Preview_ShowsRowsAndStoresNothing()
    {
        var file = _gleaner.File("s.yaml", Sources($"{{name: one, url: '{_origin.Url("/array/30")}', allow_private: true}}"));
        var rows = await _gleaner.Run("fetch", "one", "-f", file, "--preview", "--rows", "5", "--json");
        Assert.Equal(0, rows.ExitCode);
        Assert.Equal(5, rows.Json.Count);
        var table = await _gleaner.Run("fetch", "one", "-f", file, "--preview");
        Assert.Equal(21, table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("20 rows of 'one' shown and nothing stored", table.Error, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single((await _gleaner.Run("query", "SELECT COUNT(*) AS n FROM records", "--json")).Json).GetProperty("n").GetInt32());
        Assert.Empty((await _gleaner.Run("sources", "list", "--json")).Json);
    }

    [Fact]
    public async Task Preview_Failing_SaysWhyAndExitsThree()
    {
        var result = await _gleaner.Run("fetch", _origin.Url("/status/404"), "--preview", "--allow-private", "--store", "memory");
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Equal("The preview failed, http-status: The server answered 404 Not Found.", result.ErrorLines[^1]);
    }

    [Fact]
    public async Task Check_Schema_IsJsonAndNothingElse()
    {
        var result = await _gleaner.Run("check", "--schema");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("object", Text(JsonDocument.Parse(result.Output).RootElement, "type"));
    }

    private static string Sources(params string[] sources) => $"sources:\n{string.Concat(sources.Select(source => $"  - {source.Trim().Replace("\n", "\n    ", StringComparison.Ordinal)}\n"))}";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Changes(CliResult result) => [.. result.Json.Select(change => $"{Text(change, "source")} {Text(change, "change")}")];
}
