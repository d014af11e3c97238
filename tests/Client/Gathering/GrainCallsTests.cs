using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Client.Gathering;

public sealed class GrainCallsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _said = [];

    [Fact]
    public async Task Repeat_StoreAwayForTooLong_EndsWithItsSentence()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAgainst(() => throw new StoreException("The store is away.")));
        Assert.Equal("The store is away.", error.Message);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("Waiting: The store is away.", _said);
    }

    [Fact]
    public async Task Repeat_SilosGoneForTooLong_PointsToStatus()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAgainst(() => throw new SiloUnavailableException("gone")));
        Assert.Equal("The cluster does not answer (gone); see 'gleaner status'.", error.Message);
    }

    [Fact]
    public async Task Repeat_CallCancelledByNobodyHere_IsMadeAgain()
    {
        // So Orleans says that a message expired while its grain was being placed.
        var calls = 0;
        await RunAgainst(() => ++calls == 3 ? calls : throw new OperationCanceledException("Message expired before placement could complete."));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Repeat_CallerCancels_IsNotRepeated()
    {
        using var caller = new CancellationTokenSource();
        var calls = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new GrainCalls(_time, _said.Add).Repeat(
            async () =>
            {
                calls++;
                await caller.CancelAsync();
                caller.Token.ThrowIfCancellationRequested();
            },
            caller.Token));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Repeat_OtherException_IsNotRepeated()
    {
        var calls = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAgainst(() =>
        {
            calls++;
            throw new InvalidOperationException();
        }));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Repeat_CallsSideBySide_SayOnceForWhatTheyWait()
    {
        var patience = TimeSpan.FromSeconds(60);
        var calls = new GrainCalls(_time, _said.Add);
        var repeating = Enumerable.Range(0, 4).Select(_ => calls.Repeat(() => Task.FromException(new StoreException("away")), TestContext.Current.CancellationToken, patience));
        await Assert.ThrowsAsync<UserErrorException>(() => Run(Task.WhenAll(repeating)));
        Assert.InRange(_said.Count, 1, 6);
    }

    private Task RunAgainst(Func<int> call) =>
        Run(new GrainCalls(_time, _said.Add).Repeat(() => Task.Run(call), TestContext.Current.CancellationToken, TimeSpan.FromSeconds(30)));

    private async Task Run(Task repeating)
    {
        while (!repeating.IsCompleted)
        {
            await Task.WhenAny(repeating, _time.TimerSet(_ => true));
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        await repeating;
    }
}
