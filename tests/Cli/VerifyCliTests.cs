using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary>A run is gathered with the real executable and then checked with it.</summary>
public sealed class VerifyCliTests : IAsyncLifetime
{
    private readonly GleanerProcess _gleaner = new();
    private TestOrigin _origin = null!;

    private string OriginLog => Path.Combine(_gleaner.Folder, "origin.ndjson");

    public async ValueTask InitializeAsync() => _origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        await _origin.DisposeAsync();
        _gleaner.Dispose();
    }

    [Fact]
    public async Task Verify_GatheredRun_HoldsUntilARowIsGone()
    {
        var run = await Gather();
        var good = await _gleaner.Run("verify", run, "--origin-log", "origin.ndjson", "--acknowledged", "shown.ndjson");
        Assert.Equal((0, ""), (good.ExitCode, good.Output));
        Assert.Equal(
            $"Run {run} (completed) holds: 0 lost, 0 torn, 0 duplicates, 0 missing; 3 sources, 3 outcomes, 3 acknowledged, extra fetches: 0.",
            Assert.Single(good.ErrorLines));

        Delete("/ok/b%20c");
        var bad = await _gleaner.Run("verify", run, "--origin-log", "origin.ndjson", "--acknowledged", "shown.ndjson", "--json");
        Assert.Equal(1, bad.ExitCode);
        var json = Assert.Single(bad.Json);
        Assert.Equal(
            ["run", "state", "sources", "outcomes", "ok", "acknowledged", "lost", "torn", "duplicates", "missing", "extraFetches", "violations"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal((1, 0, 1), (json.GetProperty("lost").GetInt32(), json.GetProperty("torn").GetInt32(), json.GetProperty("missing").GetInt32()));
        var listed = await _gleaner.Run("verify", run, "--origin-log", "origin.ndjson", "--acknowledged", "shown.ndjson");
        Assert.Contains($"lost: {_origin.Url("/ok/b%20c")}: acknowledged, but there is no row\n", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OriginThatSentOtherBodies_FindsEveryRowTorn()
    {
        var run = await Gather();
        _gleaner.File("origin.ndjson", "");
        var result = await _gleaner.Run("verify", run, "--origin-log", "origin.ndjson", "--json");
        Assert.Equal((1, 2), (result.ExitCode, result.Json[0].GetProperty("torn").GetInt32()));
    }

    private async Task<string> Gather()
    {
        var gather = await _gleaner.Run(
            "gather", "--json", "--allow-private", "--fail-on", "none", _origin.Url("/ok/a"), _origin.Url("/ok/b%20c"), _origin.Url("/status/404"));
        Assert.Equal((0, 3), (gather.ExitCode, gather.Json.Count));
        await _origin.Log.FirstSent("/ok/a").WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        await _origin.Log.FirstSent("/ok/b c").WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        _origin.Log.WriteNdjson(OriginLog);
        _gleaner.File("shown.ndjson", gather.Output);
        return gather.Json[0].GetProperty("run").GetString()!;
    }

    private void Delete(string path)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_gleaner.Folder}/data/gleaner/gleaner.db;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM outcomes WHERE url LIKE '%{path}'";
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
