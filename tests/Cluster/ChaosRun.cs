using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>One run of good sources while something happens to the cluster, and what the promises say of it afterwards.</summary>
internal static class ChaosRun
{
    /// <summary>Bound of a run that is struck.</summary>
    public static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static GatherOptions Options => new() { AllowPrivate = true, Concurrency = 64 };

    /// <summary>URLs that answer slowly enough for a run to be still under way when it is struck.</summary>
    public static IReadOnlyList<string> Urls(ChaosCluster cluster, string tag, int sources) =>
        [.. Enumerable.Range(0, sources).Select(i => cluster.Origin.Url($"/slow/300/{tag}-{i}"))];

    /// <summary>Gathers, strikes once a tenth is done, waits for the end, and asserts that every source is ok and every promise was kept.</summary>
    /// <param name="row">Names the row of the matrix in what is printed.</param>
    /// <param name="strike">Has to be over before the run is.</param>
    /// <param name="heal">Follows it, beside the run; the verdict waits for its end.</param>
    /// <returns>The run's id.</returns>
    public static async Task<string> Through(string row, ChaosCluster cluster, IReadOnlyList<string> urls, Func<Task> strike, Func<Task>? heal = null)
    {
        var run = Gathering.NewRun();
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var (lastNews, longestPause, seenBefore, struckAt) = (began, TimeSpan.Zero, 0, int.MaxValue);
        Task? striking = null;
        var (status, outcomes) = await Gathering.Gather(cluster.Grains, run, urls, Options, Cancellation, seen =>
        {
            if (seen > seenBefore)
            {
                var pause = time.GetElapsedTime(lastNews);
                (longestPause, lastNews, seenBefore) = (striking is null || pause < longestPause ? longestPause : pause, time.GetTimestamp(), seen);
            }

            if (seen >= urls.Count / 10)
            {
                striking ??= StrikeAndHeal();
            }

            return Task.CompletedTask;
        }).WaitAsync(EndsWithin, time, Cancellation);
        var wall = time.GetElapsedTime(began);
        Assert.True(struckAt < urls.Count, $"the run must still have been going on when it was struck, at {struckAt}");
        Assert.NotNull(striking);
        await striking.WaitAsync(ChaosCluster.Soon * 2, time, Cancellation);
        var figures = string.Create(CultureInfo.InvariantCulture, $"struck at {struckAt}, {wall.TotalSeconds:0.0} s, longest pause {longestPause.TotalSeconds:0.0} s, ");
        await Oracle.AssertHolds(row, cluster.Store, run, cluster.Origin.Log, outcomes, figures);
        Assert.Equal((RunState.Completed, urls.Count, 0), (status.State, status.Ok, status.Failed));
        Assert.Equal(urls.Order(StringComparer.Ordinal), outcomes.Select(outcome => outcome.Url).Order(StringComparer.Ordinal));
        return run;

        async Task StrikeAndHeal()
        {
            await strike();
            struckAt = seenBefore;
            await (heal?.Invoke() ?? Task.CompletedTask);
        }
    }
}
