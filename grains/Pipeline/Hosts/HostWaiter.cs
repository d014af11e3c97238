namespace Gleaner.Pipeline.Hosts;

/// <summary>One exchange that waits to begin.</summary>
/// <param name="patience">Longest wait for a Retry-After, all of them together.</param>
internal sealed class HostWaiter(HostLimits limits, TimeSpan patience)
{
    private readonly TaskCompletionSource<HostPass> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _heldSince;

    public HostLimits Limits { get; } = limits;

    public Task<HostPass> Entered => _entered.Task;

    /// <summary>How much of the wait a Retry-After took.</summary>
    public TimeSpan HeldBack { get; private set; }

    public void Enter(HostPass pass) => _entered.TrySetResult(HeldBack > TimeSpan.Zero ? pass with { HeldBack = HeldBack } : pass);

    public void Cancel(CancellationToken cancellation) => _entered.TrySetCanceled(cancellation);

    /// <summary>The host asked for patience: false when it asks for more than this one has left.</summary>
    /// <param name="wait">From now on.</param>
    public bool Bears(TimeSpan wait, TimeSpan now)
    {
        CountHeld(now);
        _heldSince = now;
        return HeldBack + wait <= patience;
    }

    /// <summary>The host is not held, or no longer.</summary>
    public void Released(TimeSpan now)
    {
        CountHeld(now);
        _heldSince = null;
    }

    private void CountHeld(TimeSpan now) => HeldBack += now - (_heldSince ?? now);
}
