using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Gleaner.Bench;

/// <summary>How many fetches a second each store commits: a source's state, its outcome and one small record each.</summary>
public static class StoreBench
{
    private const int Sources = 20_000;
    private const int InFlight = 1_024;

    /// <summary>Prints one line for each store and pass: first reads (no rows yet), first commits, repeated commits.</summary>
    public static async Task Run(IEnumerable<StoreAddress> stores, TextWriter output)
    {
        foreach (var address in stores)
        {
            await using var services = new ServiceCollection().AddGleanerStore(address).BuildServiceProvider();
            await services.GetRequiredService<SchemaInstaller>().Install();
            var storage = services.GetRequiredKeyedService<IGrainStorage>(SourceState.StorageName);
            var bench = new Guid(Guid.NewGuid().ToByteArray()).ToString("N")[..8];
            var states = Enumerable.Range(0, Sources).Select(i => new Source(bench, i)).ToArray();
            await Pass(output, address, "first reads", states, source => storage.ReadStateAsync(SourceState.StateName, source.Id, source.State));
            for (var run = 1; run <= 3; run++)
            {
                await Pass(output, address, run == 1 ? "first commits" : "commits", states, source =>
                {
                    source.Fetched($"{bench}-{run}");
                    return storage.WriteStateAsync(SourceState.StateName, source.Id, source.State);
                });
            }

            await Pass(output, address, "reads", states, source => storage.ReadStateAsync(SourceState.StateName, source.Id, source.State));
        }
    }

    private static async Task Pass(TextWriter output, StoreAddress address, string what, Source[] sources, Func<Source, Task> operation)
    {
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(sources, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (source, _) => await operation(source));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cpuMicroseconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / sources.Length;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{address.Kind,-7} {what,-14} {sources.Length / seconds,8:F0}/s  {cpuMicroseconds,5:F0} us of our CPU each"));
    }

    private sealed class Source(string bench, int number)
    {
        private readonly string _name = $"http://127.0.0.1:8080/{bench}/item/{number}";

        public GrainId Id { get; } = GrainId.Create("source", GrainKeys.Source($"http://127.0.0.1:8080/{bench}/item/{number}"));

        public GrainState<SourceState> State { get; } = new();

        public void Fetched(string run)
        {
            var state = State.State!;
            var sha256 = number.ToString("x64", CultureInfo.InvariantCulture);
            var at = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(number);
            var record = Encoding.UTF8.GetBytes($$"""{"id":{{number}},"name":"item {{number}}","price":12.5,"tags":["a","b"],"note":"some text that a record may hold","nonce":"{{sha256}}"}""");
            state.PendingRows = new FetchRows
            {
                Source = _name,
                PreviousRecords = state.Records,
                Records = [record],
                Outcomes =
                [
                    new Outcome
                    {
                        Run = run, Source = _name, Url = _name, Ok = true, Status = 200, Attempts = 1, Bytes = record.Length, Records = 1, Sha256 = sha256,
                        Unchanged = false, StartedAt = at, Duration = TimeSpan.FromMilliseconds(12), Shard = number / 256, Position = number % 256,
                    },
                ],
            };
            state.Definition = new SourceDefinition { Name = _name, Url = _name };
            state.Health = SourceHealth.Up;
            state.LastOkAt = at;
            state.Records = 1;
            state.Bytes = record.Length;
            state.Sha256 = sha256;
            state.LastRun = run;
        }
    }
}
