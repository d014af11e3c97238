using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Client.Connecting;

/// <summary>A way to the grains of a store: a client of its cluster, or one silo in this process.</summary>
internal sealed class StoreConnection(IHost host, StoreAddress store) : IAsyncDisposable
{
    // All that counts is committed; what is left to do is to leave.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    public StoreAddress Store => store;

    public IGrainFactory Grains { get; } = host.Services.GetRequiredService<IGrainFactory>();

    public ILedger Ledger => host.Services.GetRequiredService<ILedger>();

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(StopWithin);
        try
        {
            await host.StopAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            // It had its time.
        }

        host.Dispose();
    }
}
