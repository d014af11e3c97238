using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Coordination;

public sealed class ResumeReminderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gather_ReminderServiceNeverAnswers_TheRunGoesOnAndEnds()
    {
        var reminders = new SilentReminders();
        await using var origin = await TestOrigin.Start();
        await using var silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"), services => services.AddSingleton<IReminderTable>(reminders));
        var gather = Gathering.Gather(silo.Grains, Gathering.NewRun(), [origin.Url("/etag/1")], new GatherOptions { AllowPrivate = true }, Cancellation);
        var (status, outcomes) = await gather.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        Assert.Equal((RunState.Completed, 1), (status.State, status.Ok));
        Assert.Single(outcomes);
        Assert.True(reminders.Asked, "the run has asked for its reminder");
    }

    /// <summary>Takes every write and never answers it.</summary>
    private sealed class SilentReminders : IReminderTable
    {
        private readonly TaskCompletionSource<string?> _never = new();

        public bool Asked { get; private set; }

        public Task<ReminderTableData> ReadRows(GrainId grainId) => Task.FromResult(new ReminderTableData());

        public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData());

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult<ReminderEntry?>(null);

        public Task<string?> UpsertRow(ReminderEntry entry)
        {
            Asked = true;
            return _never.Task;
        }

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => Task.FromResult(false);

        public Task TestOnlyClearTable() => Task.CompletedTask;
    }
}
