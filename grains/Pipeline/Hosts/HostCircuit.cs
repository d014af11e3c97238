namespace Gleaner.Pipeline.Hosts;

/// <summary>Counts transport failures in a row over all silos. Open: nobody calls; after the pause one probe decides.</summary>
internal sealed class HostCircuit
{
    private int _failures;
    private TimeSpan? _openUntil;

    /// <summary>True while every end of an exchange matters.</summary>
    public bool IsTroubled => _failures > 0 || _openUntil is not null;

    /// <summary>How long nobody may call; zero when one or all may.</summary>
    public TimeSpan OpenFor(TimeSpan now) => _openUntil is { } until && until > now ? until - now : TimeSpan.Zero;

    /// <summary>True when the pause is over and its probe has not told yet.</summary>
    public bool IsHalfOpen(TimeSpan now) => _openUntil <= now;

    /// <param name="successes">Exchanges of one silo that brought a response, since its last report.</param>
    /// <param name="failures">Those that failed, since then.</param>
    /// <param name="inARow">How many of the silo's last ones failed.</param>
    public void Report(long successes, long failures, int inARow, HostLimits limits, TimeSpan now)
    {
        if ((successes == 0 && failures == 0) || OpenFor(now) > TimeSpan.Zero)
        {
            return;
        }

        _failures = successes > 0 ? inARow : (int)Math.Min(int.MaxValue, _failures + failures);
        if (limits.CircuitFailures == 0 || _failures == 0)
        {
            _openUntil = null;
        }
        else if (_openUntil is not null || _failures >= limits.CircuitFailures)
        {
            _openUntil = now + limits.CircuitPause;
        }
    }
}
