using System.Diagnostics;
using System.Globalization;
using Gleaner.Bench.Origins;
using Gleaner.Bench.Peers;
using Gleaner.Contracts;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench;

/// <summary>
/// What the engine itself takes of every source: as many new grains as a gather has sources, each activated by one call that does nothing.
/// No gather on that engine can be faster than this and its fetches together.
/// </summary>
internal static class ActivationBench
{
    private const int Grains = 20_000;
    private const int Concurrency = 64;

    public static async Task<int> Run(int rounds)
    {
        await using var origin = await NginxOrigin.Start();
        if (origin is null)
        {
            return 1;
        }

        await using var gleaner = await GleanerGather.Start(StoreAddress.Parse("memory"));
        var urls = origin.Urls(Grains);
        var round = 0;
        var measures = await Turns.Measure(
            rounds,
            ("activations", () => Activate(gleaner.Grains, round++)),
            ("R", () => BareHttpClient.Gather(urls, Concurrency)),
            ("gleaner", () => gleaner.Gather(urls, Concurrency)));
        var (activations, bare, whole) = (measures["activations"], measures["R"], measures["gleaner"]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            engine {OrleansEngine.Name}, {Grains} grains, medians of {rounds} rounds
              a new grain and one empty call {Micros(activations),6:0.0} µs of wall time
              R's fetch                      {Micros(bare),6:0.0} µs
              gleaner's source, all in all   {Micros(whole),6:0.0} µs: {bare / whole:0.00} R
              the two first together: no gather on this engine passes {bare / (activations + bare):0.00} R
            """));
        return 0;
    }

    private static double Micros(TimeSpan all) => all.TotalMicroseconds / Grains;

    private static async Task<TimeSpan> Activate(IGrainFactory grains, int round)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Grains), new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
            async (number, _) => await grains.GetGrain<IEmptyGrain>(string.Create(CultureInfo.InvariantCulture, $"round-{round}/{number}")).Touch());
        return watch.Elapsed;
    }
}

/// <summary>A grain that does nothing.</summary>
[Alias("bench-empty")]
public interface IEmptyGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();
}

/// <inheritdoc cref="IEmptyGrain"/>
[GrainType("bench-empty")]
public sealed class EmptyGrain : Grain, IEmptyGrain
{
    public Task Touch() => Task.CompletedTask;
}
