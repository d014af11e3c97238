using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// Calls every bucket now and then, from every silo that runs schedules: what a dead silo kept is active elsewhere within seconds, where
/// reminders alone, with their least period of a minute, would let many turns pass.
/// </summary>
internal sealed partial class ScheduleKeeper(IGrainFactory grains, TimeProvider time, ILogger<ScheduleKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            await Task.WhenAll(Enumerable.Range(0, ScheduleBuckets.Count).Select(Wake));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Wake(int bucket)
    {
        try
        {
            await grains.GetSchedule(bucket).Wake();
        }
        catch (Exception e)
        {
            LogNotWoken(log, bucket, e.Message);
        }
    }

    [LoggerMessage(EventId = 6020, Level = LogLevel.Debug, Message = "Schedule bucket {Bucket} did not answer: {Reason}")]
    private static partial void LogNotWoken(ILogger log, int bucket, string reason);
}
