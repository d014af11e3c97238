using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;
using Gleaner.Tests.TestSupport;
using Orleans.Core.Internal;

namespace Gleaner.Tests.Engine.Packages;

/// <summary>A host's activation that Orleans takes down while questions wait in it, asked for by what only Orleans offers.</summary>
public sealed class HostGrainTests
{
    [Fact]
    public async Task Lease_ActivationEndsWhileQuestionsWait_AnotherAnswersSoon()
    {
        await using var silo = await EmbeddedSilo.Start(TestStore.NewFile());
        var host = silo.Grains.GetGrain<IHostGrain>(GrainKeys.Host("http://origin:1"));
        var first = await host.Lease(Ask("a", 1));
        var waits = host.Lease(Ask("a", 2) with { Holds = first!.Slots, InUse = first.Slots, Waiting = 0, Known = first.Terms });

        // As when the part of the directory dies that knew it: it ends once nothing runs in it, and what comes meanwhile queues up, its timer too.
        await host.AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        var later = await Task.WhenAll(host.Lease(Ask("b", 1)), host.Lease(Ask("c", 1)));

        Assert.Null(await waits);
        Assert.All(later, Assert.NotNull);
    }

    private static HostAsk Ask(string silo, long sequence) =>
        new() { Silo = silo, Sequence = sequence, Holds = 0, InUse = 0, Waiting = 1, Limits = HostLimits.Of(new PolitenessDefinition()) };
}
