using System.Diagnostics.Metrics;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Telemetry;

/// <summary>
/// What a silo counts and measures, as instruments of the meter <see cref="MeterName"/>. Counting costs an interlocked add and allocates
/// nothing: totals are kept here and read when somebody asks. The only label is the kind of an outcome, from a closed list.
/// </summary>
/// <remarks>docs/OPERATING.md lists every instrument; a test keeps the list complete.</remarks>
public sealed class PipelineMetrics : IDisposable
{
    public const string MeterName = "Gleaner";

    private static readonly double[] SecondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] BatchBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    // The first is that of an outcome without an error, the others those of the kinds, in their order.
    private static readonly KeyValuePair<string, object?>[] KindLabels =
        [new("kind", "ok"), .. Enum.GetValues<ErrorKind>().Select(kind => new KeyValuePair<string, object?>("kind", kind.ToName()))];

    private readonly Meter _meter = new(MeterName);
    private readonly long[] _fetches = new long[KindLabels.Length];
    private readonly Histogram<double> _fetchSeconds;
    private readonly Histogram<int> _batchWrites;
    private readonly Histogram<double> _batchSeconds;
    private long _attempts;
    private long _bytes;
    private long _committed;
    private long _hostWaits;
    private long _waitingForHost;
    private long _overloaded;

    public PipelineMetrics()
    {
        _meter.CreateObservableCounter("gleaner.fetches", ReadFetches, description: "Fetches that ended, by outcome: ok or the kind of the error.");
        _meter.CreateObservableCounter("gleaner.attempts", () => Volatile.Read(ref _attempts), description: "HTTP exchanges begun for fetches that ended.");
        _meter.CreateObservableCounter("gleaner.fetched", () => Volatile.Read(ref _bytes), "By", "Decompressed body bytes of fetches that ended.");
        _fetchSeconds = _meter.CreateHistogram(
            "gleaner.fetch.duration", "s", "Wall time of fetches with all their attempts.", tags: null, Buckets(SecondsBuckets));
        _meter.CreateObservableCounter("gleaner.outcomes.committed", () => Volatile.Read(ref _committed), description: "Outcomes committed to the store.");
        _batchWrites = _meter.CreateHistogram("gleaner.store.batch.writes", null, "Writes in one transaction.", tags: null, Buckets(Array.ConvertAll(BatchBuckets, value => (int)value)));
        _batchSeconds = _meter.CreateHistogram("gleaner.store.batch.duration", "s", "Time of one transaction that went through.", tags: null, Buckets(SecondsBuckets));
        _meter.CreateObservableCounter("gleaner.host.waits", () => Volatile.Read(ref _hostWaits), description: "Times a fetch began to wait for its host's permission.");
        _meter.CreateObservableGauge("gleaner.host.waiting", () => Volatile.Read(ref _waitingForHost), description: "Fetches that wait for their host's permission.");
        _meter.CreateObservableCounter("gleaner.overloaded", () => Volatile.Read(ref _overloaded), description: "Fetches and runs that were refused because the silo had no room.");
    }

    /// <summary>A fetch has ended; its outcome is about to be committed.</summary>
    public void FetchEnded(FetchError? error, int attempts, long bytes, TimeSpan duration)
    {
        Interlocked.Increment(ref _fetches[error is null ? 0 : (int)error.Kind + 1]);
        Interlocked.Add(ref _attempts, attempts);
        Interlocked.Add(ref _bytes, bytes);
        _fetchSeconds.Record(duration.TotalSeconds);
    }

    /// <summary>A transaction went through.</summary>
    public void BatchCommitted(int writes, int outcomes, TimeSpan took)
    {
        Interlocked.Add(ref _committed, outcomes);
        _batchWrites.Record(writes);
        _batchSeconds.Record(took.TotalSeconds);
    }

    /// <summary>A fetch begins to wait for its host, or no longer does.</summary>
    public void HostWait(bool begins)
    {
        Interlocked.Add(ref _waitingForHost, begins ? 1 : -1);
        if (begins)
        {
            Interlocked.Increment(ref _hostWaits);
        }
    }

    /// <summary>A fetch or a run was refused for want of room.</summary>
    public void Refused() => Interlocked.Increment(ref _overloaded);

    /// <summary>Shows a value that its owner keeps, as it is whenever somebody asks.</summary>
    public void Observe(string name, string description, Func<long> value, string? unit = null) =>
        _meter.CreateObservableGauge(name, value, unit, description);

    /// <summary>Shows a total that its owner keeps.</summary>
    public void ObserveTotal(string name, string description, Func<double> value, string? unit = null) =>
        _meter.CreateObservableCounter(name, value, unit, description);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> ReadFetches()
    {
        for (var i = 0; i < _fetches.Length; i++)
        {
            yield return new Measurement<long>(Volatile.Read(ref _fetches[i]), KindLabels[i]);
        }
    }

    private static InstrumentAdvice<T> Buckets<T>(T[] boundaries)
        where T : struct => new() { HistogramBucketBoundaries = boundaries };
}
