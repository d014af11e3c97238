using System.Globalization;
using Gleaner.Bench.Origins;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench;

/// <summary>Repeats one gather and prints what each cost: for profilers, and for machines that others use meanwhile.</summary>
internal static class RepeatBench
{
    private const int Urls = 20_000;
    private const int Concurrency = 64;

    public static async Task<int> Run(StoreAddress store, int times)
    {
        await using var origin = await NginxOrigin.Start() ?? throw new InvalidOperationException("This bench needs nginx.");
        await using var gleaner = await GleanerGather.Start(store);
        var urls = origin.Urls(Urls);
        for (var time = 0; time < times; time++)
        {
            var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
            var wall = await gleaner.Gather(urls, Concurrency);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Urls / wall.TotalSeconds,8:0} fetches/s   {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Urls,6:0} µs processor   {(GC.GetTotalAllocatedBytes() - allocated) / Urls,7} bytes allocated a fetch"));
        }

        return 0;
    }
}
