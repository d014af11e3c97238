using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Coordination;

/// <summary>A slow host beside a quick one, each an origin of its own.</summary>
public sealed class GatherShardGrainTests : IAsyncLifetime
{
    private TestOrigin _slow = null!;
    private TestOrigin _quick = null!;
    private EmbeddedSilo _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static GatherOptions Options => new() { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(10), Deadline = TimeSpan.FromSeconds(20) };

    public async ValueTask InitializeAsync()
    {
        _slow = await TestOrigin.Start();
        _quick = await TestOrigin.Start();
        _silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _slow.DisposeAsync();
        await _quick.DisposeAsync();
    }

    [Fact]
    public async Task Drive_MoreSourcesOfASlowHostThanSlots_TheOthersAreNotHeldUp()
    {
        var slow = Enumerable.Range(0, 12).Select(i => Declared(_slow.Url($"/slow/500/{i}"), new PolitenessDefinition { MaxConcurrency = 1 }));
        var quick = Enumerable.Range(0, 40).Select(i => Declared(_quick.Url($"/ok/{i}"), new PolitenessDefinition()));
        var run = Gathering.NewRun();
        await Gathering.Start(_silo.Grains, run, slow.Concat(quick), Options with { Concurrency = 2 }, Cancellation);
        var (_, outcomes) = await Gathering.Watch(_silo.Grains, run, Cancellation);

        Assert.Equal(52, outcomes.Count);
        Assert.All(outcomes, o => Assert.True(o.Ok, $"{o.Url}: {o.Error?.Message}"));
        var order = outcomes.Select(o => o.Url.Contains("/slow/", StringComparison.Ordinal)).ToList();
        Assert.True(order.LastIndexOf(false) < order.LastIndexOf(true), "the slow host's sources come first in the plan and last in the end");
    }

    [Fact]
    public async Task Drive_WholeShardWaitsForItsHost_ItsSlotGoesToTheNextShard()
    {
        // With one slot a fetch must wait before it begins: a host that is busy with one fetch of this run would never see the next.
        var spaced = new PolitenessDefinition { Delay = TimeSpan.FromSeconds(1) };
        var slow = Enumerable.Range(0, GatherLimits.ShardSize).Select(i => Declared(_slow.Url($"/ok/{i}"), spaced));
        var run = Gathering.NewRun();
        await Gathering.Start(_silo.Grains, run, slow.Append(Declared(_quick.Url("/ok/next"), new PolitenessDefinition())), Options with { Concurrency = 1 }, Cancellation);
        var gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        var cursor = WatchCursor.Start;
        var before = 0;
        while (true)
        {
            var page = await gather.Watch(cursor, Cancellation);
            cursor = page.Next;
            before += page.Outcomes.Count(o => o.Shard == 0);
            if (page.Outcomes.Any(o => o.Shard == 1))
            {
                break;
            }
        }

        Assert.InRange(before, 0, GatherLimits.ShardSize - 1);
        await gather.Cancel();
    }

    [Fact]
    public async Task Report_TheLastOutcome_DoesNotWaitForOthers()
    {
        // A report's patience, which gathers outcomes, has no end here.
        await using var silo = await EmbeddedSilo.Start(
            StoreAddress.Parse("memory"), services => services.AddSingleton<TimeProvider>(new StoppedTimers(TimeSpan.FromMilliseconds(20))));
        var urls = Enumerable.Range(0, 20).Select(i => _quick.Url($"/ok/{i}"));
        var (status, outcomes) = await Gathering.Gather(silo.Grains, Gathering.NewRun(), urls, Options with { Concurrency = 4 }, Cancellation);
        Assert.Equal((RunState.Completed, 20, 20), (status.State, status.Ok, outcomes.Count));
    }

    private static PlannedSource Declared(string url, PolitenessDefinition politeness)
    {
        var name = SourceName.ForUrl(url);
        return new PlannedSource(name, new SourceDefinition { Name = name, Url = url, Politeness = politeness });
    }

    /// <summary>The system's time, but for timers of one length, which never fire.</summary>
    private sealed class StoppedTimers(TimeSpan length) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == length ? Timeout.InfiniteTimeSpan : dueTime, period);
    }
}
