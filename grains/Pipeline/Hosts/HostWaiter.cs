namespace Gleaner.Pipeline.Hosts;

/// <summary>One exchange that waits to begin.</summary>
/// <param name="patience">Longest wait for a Retry-After, all of them together.</param>
internal sealed class HostWaiter(HostLimits limits, TimeSpan patience)
{
    private readonly TaskCompletionSource<HostPass> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _patience = patience;
    private TimeSpan? _heldSince;

    public HostLimits Limits { get; } = limits;

    public Task<HostPass> Entered => _entered.Task;

    public void Enter(HostPass pass) => _entered.TrySetResult(pass);

    public void Cancel(CancellationToken cancellation) => _entered.TrySetCanceled(cancellation);

    /// <summary>The host asked for patience: false when it asks for more than this one has left.</summary>
    /// <param name="wait">From now on.</param>
    public bool Bears(TimeSpan wait, TimeSpan now)
    {
        _heldSince ??= now;
        return now - _heldSince.Value + wait <= _patience;
    }

    /// <summary>The host is not held, or no longer.</summary>
    public void Released(TimeSpan now)
    {
        _patience -= now - (_heldSince ?? now);
        _heldSince = null;
    }
}
