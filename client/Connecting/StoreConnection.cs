using Gleaner.Client.Output;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Client.Connecting;

/// <summary>A way to the grains of a store: a client of its cluster, or one silo in this process.</summary>
internal sealed class StoreConnection : IAsyncDisposable
{
    // All that counts is committed; what is left to do is to leave.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly IGrainFactory _grains;
    private readonly StoreOwnership? _ownership;

    private StoreConnection(IHost host, StoreAddress store, StoreOwnership? ownership)
    {
        (_host, Store, _ownership) = (host, store, ownership);
        _grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public StoreAddress Store { get; }

    public IGatherGrain Run(string run) => _grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));

    public ISourceGrain Source(string name) => _grains.GetGrain<ISourceGrain>(GrainKeys.Source(name));

    public ILedger Ledger => _host.Services.GetRequiredService<ILedger>();

    /// <param name="ownership">The right to run a silo on the store, given back in the end; null for a client of a cluster.</param>
    public static async Task<StoreConnection> Start(IHost host, StoreAddress store, StoreOwnership? ownership, CancellationToken cancellation)
    {
        try
        {
            await host.StartAsync(cancellation);
            return new StoreConnection(host, store, ownership);
        }
        catch (Exception e)
        {
            host.Dispose();
            await (ownership?.DisposeAsync() ?? default);
            if (InnermostStoreFault(e) is { } fault)
            {
                throw UserErrorException.Failed(fault.Message);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(StopWithin);
        try
        {
            await _host.StopAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            // It had its time.
        }

        _host.Dispose();
        await (_ownership?.DisposeAsync() ?? default);
    }

    private static StoreException? InnermostStoreFault(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is StoreException fault)
            {
                return fault;
            }
        }

        return null;
    }
}
