using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Hosts;

/// <summary>What all sessions of a silo share.</summary>
internal sealed class HostSessionContext(string silo, HostBoardLink board, HeldHosts held, Backoff backoff, TimeProvider time, ILogger log, CancellationToken stopping)
{
    private readonly long _started = time.GetTimestamp();
    private long _asked;

    public string Silo => silo;

    public HostBoardLink Board => board;

    public HeldHosts Held => held;

    public Backoff Backoff => backoff;

    public TimeProvider Time => time;

    public ILogger Log => log;

    public CancellationToken Stopping => stopping;

    /// <summary>Questions asked of hosts' grains so far.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Time that only moves forward.</summary>
    public TimeSpan Now => time.GetElapsedTime(_started);

    public long NextSequence() => Interlocked.Increment(ref _asked);
}
