using System.Diagnostics;
using Gleaner.Bench.Origins;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Bench;

/// <summary>Gleaner in this process: one embedded silo on a store, warm after its first gather.</summary>
internal sealed class GleanerGather : IAsyncDisposable
{
    private readonly IHost _host;

    private GleanerGather(IHost host) => _host = host;

    /// <summary>Calls grains of the silo.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The silo's door to its hosts.</summary>
    public IHosts Hosts => _host.Services.GetRequiredService<IHosts>();

    public static async Task<GleanerGather> Start(StoreAddress store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.AddGleanerSilo(new SiloSettings { Store = store, SiloPort = FreePort.Find() });
        var host = builder.Build();
        await host.StartAsync();
        return new GleanerGather(host);
    }

    /// <param name="like">What each source says besides its URL; null for bare URLs.</param>
    /// <param name="each">Called with every outcome as it comes; null where none may fail.</param>
    /// <returns>From the first call to the last outcome in the client's hands.</returns>
    public async Task<TimeSpan> Gather(IReadOnlyList<string> urls, int concurrency, SourceDefinition? like = null, Action<Outcome>? each = null)
    {
        var watch = Stopwatch.StartNew();
        var run = $"bench-{Guid.NewGuid():N}";
        var gather = Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        await gather.Begin(new GatherOptions { Concurrency = concurrency, AllowPrivate = true });
        like ??= new SourceDefinition { Name = "", Url = "" };
        var pages = urls.Chunk(GatherLimits.ShardSize).ToList();
        await Parallel.ForEachAsync(pages.Index(), new ParallelOptions { MaxDegreeOfParallelism = GatherLimits.PagesAtOnce }, async (page, _) =>
            await gather.Add(page.Index, [.. page.Item.Select(url => new PlannedSource(SourceName.ForUrl(url), like with { Name = SourceName.ForUrl(url), Url = url }))]));
        await gather.Start(pages.Count);
        var cursor = WatchCursor.Start;
        while (true)
        {
            var page = await gather.Watch(cursor);
            cursor = page.Next;
            if (each is not null)
            {
                foreach (var outcome in page.Outcomes)
                {
                    each(outcome);
                }
            }
            else if (page.Outcomes.FirstOrDefault(o => !o.Ok) is { } failed)
            {
                throw new InvalidOperationException($"{failed.Url} failed: {failed.Error!.Message}");
            }

            if (page.Status.HasEnded && page.Outcomes.IsEmpty)
            {
                return watch.Elapsed;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
