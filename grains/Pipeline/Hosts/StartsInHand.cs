namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// Start times that a silo has been given. Each is good from its time until the tolerance is over: a process that stood still
/// finds them gone and asks anew, so that what it missed does not come as a burst.
/// </summary>
internal sealed class StartsInHand
{
    private static readonly TimeSpan MostLead = TimeSpan.FromSeconds(1);

    private readonly Queue<Given> _blocks = [];

    /// <summary>How much ahead start times must be to be of use here.</summary>
    public TimeSpan Lead { get; private set; }

    /// <param name="starts">As the answer has them.</param>
    /// <param name="tolerance">How late each may be used.</param>
    /// <param name="made">Earliest time at which the answer can have been made.</param>
    /// <param name="now">When it came.</param>
    public void Add(StartTimes starts, TimeSpan tolerance, TimeSpan made, TimeSpan now)
    {
        // The answer's clock reads between these two: not before the one's time, not after the other's.
        _blocks.Enqueue(new Given(now + starts.FirstIn, made + starts.FirstIn + tolerance, starts.Spacing, starts.Count));
        DropLate(now);
        Lead = _blocks.Count > 0 ? Lead / 2 : Shorter(MostLead, Longer((now - made) * 2, Lead * 2));
    }

    /// <summary>Takes one that is good now.</summary>
    public bool TryTake(TimeSpan now)
    {
        DropLate(now);
        if (!_blocks.TryPeek(out var block) || block.NotBefore > now)
        {
            return false;
        }

        block.DropOne();
        return true;
    }

    /// <summary>When the next one is good; null when there is none.</summary>
    public TimeSpan? Next(TimeSpan now)
    {
        DropLate(now);
        return _blocks.TryPeek(out var block) ? block.NotBefore : null;
    }

    public int Count(TimeSpan now)
    {
        DropLate(now);
        return _blocks.Sum(static block => block.Count);
    }

    public void Clear() => _blocks.Clear();

    private void DropLate(TimeSpan now)
    {
        while (_blocks.TryPeek(out var block))
        {
            while (block.Count > 0 && (block.NotAfter < now || block.NotAfter < block.NotBefore))
            {
                block.DropOne();
            }

            if (block.Count > 0)
            {
                return;
            }

            _blocks.Dequeue();
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed class Given(TimeSpan notBefore, TimeSpan notAfter, TimeSpan spacing, int count)
    {
        public TimeSpan NotBefore { get; private set; } = notBefore;

        public TimeSpan NotAfter { get; private set; } = notAfter;

        public int Count { get; private set; } = count;

        public void DropOne()
        {
            NotBefore += spacing;
            NotAfter += spacing;
            Count--;
        }
    }
}
