using System.Text.Json;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary><c>prune</c> and <c>retention</c> as people use them.</summary>
public sealed class PruneCliTests : IAsyncLifetime
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
    public async Task Prune_OldRuns_SaysWhatWouldGoAndThenRemovesIt()
    {
        var runs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var gather = await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/ok/1"), _origin.Url("/ok/2"));
            Assert.True(gather.ExitCode == 0, gather.Error);
            runs.Add(gather.Json[0].GetProperty("run").GetString()!);
        }

        // All of them are young.
        Assert.StartsWith("Pruned 0 runs with 0 outcomes that ended before ", Assert.Single((await _gleaner.Run("prune")).ErrorLines), StringComparison.Ordinal);

        var would = await _gleaner.Run("prune", "--older-than", "0s", "--keep-last", "1", "--dry-run", "--json");
        Assert.Equal((0, true, 2, 4, 1), Counts(would));
        Assert.StartsWith("Would prune 2 runs with 4 outcomes that ended before ", Assert.Single(would.ErrorLines), StringComparison.Ordinal);
        Assert.EndsWith("; 1 run of that age stays as the last or as needed.", Assert.Single(would.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(3, (await _gleaner.Run("runs", "--json")).Json.Count);

        Assert.Equal((0, false, 2, 4, 1), Counts(await _gleaner.Run("prune", "--older-than", "0s", "--keep-last", "1", "--json")));
        Assert.Equal(runs[2], Assert.Single((await _gleaner.Run("runs", "--json")).Json).GetProperty("run").GetString());
        foreach (var arguments in new[] { new[] { "runs", "show", runs[0] }, ["runs", "watch", runs[0]], ["runs", "cancel", runs[0]] })
        {
            var gone = await _gleaner.Run(arguments);
            Assert.Equal(1, gone.ExitCode);
            Assert.StartsWith($"There is no run {runs[0]} in ", Assert.Single(gone.ErrorLines), StringComparison.Ordinal);
        }

        // The sources know as much as before.
        Assert.Equal(2, (await _gleaner.Run("query", "SELECT source FROM records", "--json")).Json.Count);
        Assert.Equal(0, (await _gleaner.Run("gather", "--allow-private", _origin.Url("/ok/1"))).ExitCode);
    }

    [Fact]
    public async Task Retention_SetShownAndOff_StandsInTheStore()
    {
        _gleaner.Variables["GLEANER_STORE"] = (await MySqlServer.NewDatabase()).ToSecretString();
        Assert.StartsWith("The cluster prunes nothing by itself;", Assert.Single((await _gleaner.Run("retention")).ErrorLines), StringComparison.Ordinal);
        var set = await _gleaner.Run("retention", "set", "--older-than", "8w", "--keep-last", "3");
        Assert.Equal(0, set.ExitCode);
        Assert.StartsWith("While it runs, the cluster prunes runs that ended more than 56d ago and keeps the last 3; the next pass is due at 20", Assert.Single(set.ErrorLines), StringComparison.Ordinal);

        // What is not said stays.
        Assert.Equal(0, (await _gleaner.Run("retention", "set", "--older-than", "12h")).ExitCode);
        var shown = Assert.Single((await _gleaner.Run("retention", "--json")).Json);
        Assert.Equal((true, "12h", 3), (shown.GetProperty("on").GetBoolean(), shown.GetProperty("olderThan").GetString(), shown.GetProperty("keepLast").GetInt32()));
        var off = Assert.Single((await _gleaner.Run("retention", "off", "--json")).Json);
        Assert.Equal((false, JsonValueKind.Null), (off.GetProperty("on").GetBoolean(), off.GetProperty("olderThan").ValueKind));
    }

    private static (int ExitCode, bool DryRun, int Runs, int Outcomes, int Kept) Counts(CliResult result)
    {
        var json = Assert.Single(result.Json);
        return (result.ExitCode, json.GetProperty("dryRun").GetBoolean(), json.GetProperty("runs").GetInt32(), json.GetProperty("outcomes").GetInt32(), json.GetProperty("kept").GetInt32());
    }
}
