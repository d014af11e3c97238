using System.Globalization;
using Gleaner.Client.Verifying;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.TestSupport;

/// <summary>The check of <c>gleaner verify</c>, with the log of an origin in this process.</summary>
internal static class Oracle
{
    // An origin notes a body a moment after its last byte was read.
    private static readonly TimeSpan NotedWithin = TimeSpan.FromSeconds(10);

    public static Task<RunVerdict> Verify(StoreAddress store, string run, OriginLog log, IEnumerable<Outcome> shown) =>
        Verify(store, run, log, [.. shown.Select(outcome => new AcknowledgedOutcome(outcome.Source, outcome.Ok, outcome.Sha256))]);

    public static async Task<RunVerdict> Verify(StoreAddress store, string run, OriginLog log, IReadOnlyList<AcknowledgedOutcome> shown)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var sent = new SentBodies();
            foreach (var body in log.Sent)
            {
                sent.Add(body.Path, body.Sha256);
            }

            var verdict = await new RunOracle(store, TimeProvider.System).Verify(run, sent, shown, CancellationToken.None);
            if (verdict.Torn == 0 || TimeProvider.System.GetElapsedTime(began) > NotedWithin)
            {
                return verdict;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>Fails, with what was found, when a promise was broken; prints the figure of the row.</summary>
    public static async Task AssertHolds(string row, StoreAddress store, string run, OriginLog log, IEnumerable<Outcome> shown, string figures = "")
    {
        var verdict = await Verify(store, run, log, shown);
        Print(row, verdict, figures);
        Assert.True(verdict.Holds, $"{row}: {Counts(verdict)}\n{string.Join('\n', verdict.Violations)}");
    }

    /// <summary>Asks again while the store is away.</summary>
    public static async Task<RunVerdict> Patiently(Func<Task<RunVerdict>> verify, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await verify();
            }
            catch (Exception e) when (e is StoreException or System.Data.Common.DbException && TimeProvider.System.GetElapsedTime(began) < ChaosCluster.Soon)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellation);
            }
        }
    }

    public static void Print(string row, RunVerdict verdict, string figures) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"chaos | {row} | {figures}{Counts(verdict)}");

    private static string Counts(RunVerdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"{verdict.Outcomes} of {verdict.Sources} outcomes, {verdict.Acknowledged} acknowledged, {verdict.Lost} lost, {verdict.Torn} torn, {verdict.Duplicates} duplicates, {verdict.Missing} missing, {verdict.ExtraFetches} extra fetches");
}
