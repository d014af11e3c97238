using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Retention;

/// <summary>Prunes by the store's setting, once an hour, on one silo of the cluster at a time: whichever finds the pass due first.</summary>
public sealed partial class RetentionKeeper(Database database, RunPruner pruner, TimeProvider time, ILogger<RetentionKeeper> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    private readonly RetentionTable _table = new(database);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Pass(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whoever looks after TakeOverAfter goes on with what is half gone.
                LogAgain(log, e.Message);
            }
        }
    }

    private async Task Pass(CancellationToken cancellation)
    {
        if (await _table.TryBegin(cancellation) is not { } rule)
        {
            return;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var said = time.GetTimestamp();
        PruneReport report;
        try
        {
            report = await pruner.Prune(
                rule,
                told: async _ =>
                {
                    if (time.GetElapsedTime(said) > LookEvery)
                    {
                        said = time.GetTimestamp();
                        if (!await _table.GoOn(rule, cancellation))
                        {
                            await stopping.CancelAsync();
                        }
                    }
                },
                cancellation: stopping.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogChanged(log);
            return;
        }

        await _table.End(report, cancellation);
        if (report.Runs > 0)
        {
            LogPruned(log, report.Runs, report.Outcomes, report.Before);
        }
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Pruned {Runs} runs that ended before {Before:u}, with {Outcomes} outcomes.")]
    private static partial void LogPruned(ILogger log, int runs, long outcomes, DateTimeOffset before);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "Pruning was cut off, it is tried again in some minutes: {Reason}")]
    private static partial void LogAgain(ILogger log, string reason);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Information, Message = "What is to be pruned has changed, so this pass is over; the next one follows.")]
    private static partial void LogChanged(ILogger log);
}
