using System.Globalization;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>Strikes a cluster with one fault after another, chosen by a seed: the same seed makes the same faults in the same order.</summary>
internal sealed class Nemesis
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(4);

    private readonly ChaosCluster _cluster;
    private readonly Random _random;
    private readonly (string Name, Func<CancellationToken, Task> Strike)[] _faults;
    private readonly SortedDictionary<string, int> _landed = new(StringComparer.Ordinal);

    public Nemesis(ChaosCluster cluster, int seed)
    {
        (_cluster, Seed) = (cluster, seed);
#pragma warning disable CA5394 // It has to be repeatable, not secret.
        _random = new Random(seed);
#pragma warning restore CA5394
        _faults =
        [
            ("kill a silo", _ => AnySilo().Kill()),
            ("kill two silos", _ => Task.WhenAll(AnySilo().Kill(), AnySilo().Kill())),
            ("kill every silo", _ => Task.WhenAll(_cluster.Silos.Select(silo => silo.Kill()))),
            ("stop a silo for a moment", done => StopSilo(TimeSpan.FromSeconds(Next(1, 3)), done)),
            ("stop a silo for long", done => StopSilo(TimeSpan.FromSeconds(Next(8, 14)), done)),
            ("ask a silo to leave", _ => Signal(AnySilo(), "TERM")),
            ("kill the database", async done =>
            {
                await _cluster.Server.Kill();
                await Rest(TimeSpan.FromSeconds(Next(0, 4)), done);
            }),
            ("freeze the database", async done =>
            {
                _cluster.Server.Freeze();
                await Rest(TimeSpan.FromSeconds(Next(1, 6)), done);
                _cluster.Server.Thaw();
            }),
            ("reset all connections to the database", _ =>
            {
                _cluster.Proxy.CutAll();
                return Task.CompletedTask;
            }),
            ("cut answers to COMMIT", _ =>
            {
                _cluster.Proxy.CutAnswers("COMMIT", nth: Next(1, 4), times: Next(1, 5));
                return Task.CompletedTask;
            }),
            ("hold the network to the database", async done =>
            {
                _cluster.Proxy.Hold();
                await Rest(TimeSpan.FromSeconds(Next(1, 6)), done);
            }),
            ("slow the network to the database", async done =>
            {
                _cluster.Proxy.Delay = TimeSpan.FromMilliseconds(Next(20, 200));
                await Rest(TimeSpan.FromSeconds(Next(1, 4)), done);
            }),
        ];
    }

    public int Seed { get; }

    /// <summary>Faults that were made, by name.</summary>
    public string Landed => string.Join(", ", _landed.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Key} x{fault.Value}")));

    public int Count => _landed.Values.Sum();

    /// <summary>Strikes, heals and rests until it is told to end; what it leaves is healed.</summary>
    public async Task Strike(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var (name, strike) = _faults[Next(0, _faults.Length - 1)];
            TestContext.Current.TestOutputHelper?.WriteLine($"nemesis: {name}");
            await strike(done);
            _landed[name] = _landed.GetValueOrDefault(name) + 1;
            await _cluster.Heal();
            await Rest(ShortestRest + ((LongestRest - ShortestRest) * (Next(0, 100) / 100.0)), done);
        }
    }

    // Whole seconds and the like: both ends included.
    private int Next(int least, int most)
    {
#pragma warning disable CA5394
        return _random.Next(least, most + 1);
#pragma warning restore CA5394
    }

    private SiloProcessHandle AnySilo() => _cluster.Silos[Next(0, ChaosCluster.Size - 1)];

    private async Task StopSilo(TimeSpan time, CancellationToken done)
    {
        var silo = AnySilo();
        await Signal(silo, "STOP");
        await Rest(time, done);
        await Signal(silo, "CONT");
    }

    // One that was continued or asked before may have ended since.
    private static Task Signal(SiloProcessHandle silo, string signal) => silo.HasExited ? Task.CompletedTask : silo.Signal(signal);

    private static async Task Rest(TimeSpan time, CancellationToken done) =>
        await Task.Delay(time, TimeProvider.System, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
