using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// Looks every few seconds, on every silo of a cluster, for unfinished runs whose lease has ended, and calls their coordinators: the call
/// alone activates one where none is. What was abandoned while its plan was written is cancelled.
/// </summary>
internal sealed partial class RunScanner(IGrainFactory grains, IRunRows rows, IJitter jitter, TimeProvider time, ILogger<RunScanner> log) : BackgroundService
{
    /// <summary>Most runs that one look takes up; the next one goes on behind them.</summary>
    public const int PageSize = 100;

    /// <summary>A plan takes seconds, or minutes where a silo dies; its client has ended by then.</summary>
    public static readonly TimeSpan PlanWithin = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    private readonly WakeTimes _wakes = new(Every, time);
    private string _after = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Scan(stoppingToken);

            // Silos that started together need not look together.
            await Task.Delay(Every * (0.8 + (jitter.Next() * 0.4)), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Scan(CancellationToken cancellation)
    {
        try
        {
            var runs = await rows.ListAbandoned(_after, PageSize, PlanWithin, cancellation);
            _after = runs.Count == PageSize ? runs[^1].Run : "";
            await Task.WhenAll(runs.Select(run => Wake(run, _wakes.Next(run.Run))));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The store's trouble is said elsewhere, and the next look is near.
            LogNotScanned(log, e.Message);
        }
    }

    private async Task Wake(AbandonedRun run, int call)
    {
        if (call == 0)
        {
            return;
        }

        // Whoever plans it may just be coming back, a schedule on a cluster that was down: the first call only brings its coordinator up.
        var isGivenUp = run.State is RunState.Planning && call > 1;
        var coordinator = grains.GetGrain<IGatherGrain>(GrainKeys.Run(run.Run));
        try
        {
            var status = await (isGivenUp ? coordinator.Cancel() : coordinator.GetStatus()).WaitAsync(AnswerWithin, time);
            LogWoken(log, run.Run, status.State);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotWoken(log, run.Run, e.Message);
        }
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Information, Message = "Run {Run} had nobody to drive it and was called: it is {State}.")]
    private static partial void LogWoken(ILogger log, string run, RunState state);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "Run {Run} has nobody to drive it and cannot be called, it is tried again: {Reason}")]
    private static partial void LogNotWoken(ILogger log, string run, string reason);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Debug, Message = "Runs without a coordinator could not be looked for: {Reason}")]
    private static partial void LogNotScanned(ILogger log, string reason);
}
