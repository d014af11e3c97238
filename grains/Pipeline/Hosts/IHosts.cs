using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Hosts;

/// <summary>This silo's door to the hosts' politeness, which is kept for the whole cluster. One exchange, one permission.</summary>
public interface IHosts
{
    /// <summary>Waits for the host's permission for one exchange.</summary>
    /// <param name="origin">Where the exchange will go: scheme, host and port count.</param>
    /// <param name="politeness">What the source asks to be kept, or null for a bare URL: then only a Retry-After that the host gave, to whichever source and silo, holds it back.</param>
    /// <param name="patience">Longest wait for a Retry-After; one that does not fit refuses. Waits for limits of ours are not bounded by it.</param>
    /// <param name="waiting">Called with true when there is something to wait for, and with false once it is over; may be null.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<HostPass> Enter(Uri origin, PolitenessDefinition? politeness, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation);
}

/// <summary>A host's answer. A permission is given back with <see cref="Exit"/>, exactly once; a refusal needs nothing.</summary>
/// <param name="Refusal">Null when the exchange may begin; else rate-limited or host-closed.</param>
/// <param name="NotBefore">With a refusal: when to come back.</param>
public abstract record HostPass(FetchError? Refusal, DateTimeOffset? NotBefore)
{
    /// <summary>How much of the wait a Retry-After took: that part counts against the fetch's deadline, waits for limits of ours do not.</summary>
    public TimeSpan HeldBack { get; init; }

    /// <summary>Gives the permission back and tells how the exchange ended. Any thread, does not wait.</summary>
    /// <param name="transportFailed">True when no response came (refused, reset, DNS, TLS, timeout before the headers).</param>
    /// <param name="retryAfter">The wait that the server asked for, clamped, or null; holds the whole host on every silo.</param>
    public abstract void Exit(bool transportFailed, TimeSpan? retryAfter);
}

/// <summary>No host is held back: for tests and benches of the fetch alone.</summary>
public sealed class OpenHosts : IHosts
{
    private static readonly Open Pass = new();

    public ValueTask<HostPass> Enter(Uri origin, PolitenessDefinition? politeness, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation) =>
        ValueTask.FromResult<HostPass>(Pass);

    private sealed record Open() : HostPass(null, null)
    {
        public override void Exit(bool transportFailed, TimeSpan? retryAfter)
        {
        }
    }
}
