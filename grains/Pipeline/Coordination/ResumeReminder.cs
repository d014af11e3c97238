using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// The durable reminder that wakes a run's coordinator when nobody calls it: a backstop. A call to the reminder service may stay
/// unanswered long when it goes to a silo that has just died, so no run waits for one longer than a moment.
/// </summary>
internal sealed partial class ResumeReminder(Grain grain, string run, TimeProvider time, ILogger log)
{
    private const string Name = "resume";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>False while the service has not confirmed it: set it again.</summary>
    public bool IsSet { get; private set; }

    public async Task Set() => IsSet = await Bounded(() => grain.RegisterOrUpdateReminder(Name, Period, Period));

    /// <summary>A reminder that stays all the same is dropped when it next wakes the ended run.</summary>
    public Task Drop() => Bounded(async () =>
    {
        if (await grain.GetReminder(Name) is { } reminder)
        {
            await grain.UnregisterReminder(reminder);
        }
    });

    private async Task<bool> Bounded(Func<Task> call)
    {
        try
        {
            var calling = call();
            calling.Ignore();
            await calling.WaitAsync(AnswerWithin, time);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNoAnswer(log, run, e.Message);
            return false;
        }
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Run {Run} goes on without an answer of the reminder service: {Reason}")]
    private static partial void LogNoAnswer(ILogger log, string run, string reason);
}
