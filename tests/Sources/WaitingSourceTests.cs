using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Sources;

/// <summary>A source whose host lets nobody in for now.</summary>
public sealed class WaitingSourceTests : IAsyncLifetime
{
    private readonly ClosedHosts _hosts = new();
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _silo = await EmbeddedSilo.Start(TestStore.NewFile(), services => services.AddSingleton<IHosts>(_hosts));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Fetch_HostLetsNobodyIn_SaysSoOnceAndThenGoesOn()
    {
        await _silo.Apply(new SourceDefinition { Name = "a", Url = _origin.Url("/ok/1") });
        var wish = SourceGrains.Wish("r1");
        var told = await _silo.Source("a").Fetch(wish);
        Assert.Equal((null, true), (told.Outcome, told.NeedsNoSlot));
        // It knows: this call waits for the end.
        var last = _silo.Source("a").Fetch(wish);
        Assert.Empty(_origin.Log.Hits);
        _hosts.Open();
        Assert.True((await last).Outcome!.Ok);
    }

    private sealed class ClosedHosts : IHosts
    {
        private readonly OpenHosts _open = new();
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _opened.SetResult();

        public async ValueTask<HostPass> Enter(Uri origin, PolitenessDefinition? politeness, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation)
        {
            waiting?.Invoke(true);
            await _opened.Task.WaitAsync(cancellation);
            waiting?.Invoke(false);
            return await _open.Enter(origin, politeness, patience, waiting, cancellation);
        }
    }
}
