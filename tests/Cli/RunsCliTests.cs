using System.Text.Json;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary>Runs that outlive the process that began them.</summary>
public sealed class RunsCliTests : IAsyncLifetime
{
    private readonly GleanerProcess _gleaner = new();
    private TestOrigin _origin = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        await _origin.DisposeAsync();
        _gleaner.Dispose();
    }

    [Fact]
    public async Task Resume_ConsoleKilledInTheMiddle_FetchesTheRestAndShowsEveryOutcome()
    {
        string[] urls = [.. Enumerable.Range(0, 12).Select(i => _origin.Url($"/slow/400/r{i}"))];
        using var process = _gleaner.Start(["gather", "--json", "--allow-private", "--concurrency", "2", .. urls]);
        var first = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(Cancellation))!).RootElement;
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
        var run = first.GetProperty("run").GetString()!;

        var resumed = await _gleaner.Run("runs", "resume", run, "--json");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(urls.Order(StringComparer.Ordinal), resumed.Json.Select(o => o.GetProperty("url").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(1, _origin.Log.HitsOf(new Uri(first.GetProperty("url").GetString()!).AbsolutePath));

        var again = await _gleaner.Run("runs", "resume", run);
        Assert.Equal((1, $"Run {run} is completed: there is nothing to resume; 'gleaner runs watch {run}' shows it."), (again.ExitCode, Assert.Single(again.ErrorLines)));

        // In the order of the plan, from any line on.
        var whole = (await _gleaner.Run("runs", "watch", run, "--json", "--after", "0")).Output;
        Assert.Equal(urls, whole.Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()));
        Assert.Equal(string.Join('\n', whole.Split('\n')[7..]), (await _gleaner.Run("runs", "watch", run, "--json", "--after", "7")).Output);
        Assert.Equal("", (await _gleaner.Run("runs", "watch", run, "--json", "--after", "12")).Output);
        var beyond = await _gleaner.Run("runs", "watch", run, "--json", "--after", "13");
        Assert.Equal((1, "", $"--after 13 is beyond the end of run {run}: it has 12 outcomes."), (beyond.ExitCode, beyond.Output, Assert.Single(beyond.ErrorLines)));
    }

    [Fact]
    public async Task Resume_RunThatCannotBe_SaysItsStateInOneSentence()
    {
        var unknown = await _gleaner.Run("runs", "resume", "20260101-000000-aaaa");
        Assert.Equal(1, unknown.ExitCode);
        Assert.StartsWith("There is no run 20260101-000000-aaaa in ", Assert.Single(unknown.ErrorLines), StringComparison.Ordinal);

        using var process = _gleaner.Start("gather", "--json", "--allow-private", _origin.Url("/ok/1"), _origin.Url("/silent"));
        var run = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(Cancellation))!).RootElement.GetProperty("run").GetString()!;
        await GleanerProcess.Signal(process.Id, "INT");
        await process.WaitForExitAsync(Cancellation);
        var cancelled = await _gleaner.Run("runs", "resume", run);
        Assert.Equal((1, $"Run {run} is cancelled: there is nothing to resume; 'gleaner runs watch {run}' shows what it had."), (cancelled.ExitCode, Assert.Single(cancelled.ErrorLines)));
    }

    [Fact]
    public async Task Runs_StateThatCannotBeRead_IsOneSentenceForEachVerb()
    {
        var gathered = await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/ok/1"));
        var run = gathered.Json[0].GetProperty("run").GetString()!;
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Directory.GetFiles(_gleaner.Folder, "*.db", SearchOption.AllDirectories).Single()};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE OrleansStorage SET PayloadBinary = CAST('{\"state\": ' AS BLOB) WHERE GrainIdExtensionString LIKE 'run/%' AND PayloadBinary IS NOT NULL";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
        }

        foreach (var verb in new[] { "watch", "resume", "cancel" })
        {
            var result = await _gleaner.Run("runs", verb, run);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.StartsWith($"The state of run {run} cannot be read from the store: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/ok/1"))).ExitCode);
    }
}
