namespace Gleaner.Pipeline.Coordination;

/// <summary>What the coordinator knows of one shard.</summary>
internal sealed class ShardProgress(int number, int size)
{
    private readonly ulong[] _seen = new ulong[(size + 63) / 64];

    public int Number { get; } = number;

    public int Size { get; } = size;

    /// <summary>Outcomes known, each position once.</summary>
    public int Done { get; private set; }

    /// <summary>Most fetches it may have under way.</summary>
    public int Slots { get; set; }

    public int InFlight { get; set; }

    /// <summary>Sources not begun, as last reported.</summary>
    public int Waiting { get; set; } = size;

    public bool IsActive => Slots > 0 && !IsDone;

    public bool IsDone => Done == Size;

    /// <summary>Slots it holds on to: all of them while sources wait, later only those in use.</summary>
    public int Held => !IsActive ? 0 : Waiting > 0 ? Slots : Math.Min(Slots, InFlight);

    /// <summary>Notes an outcome; false when that position had one.</summary>
    public bool Note(int position)
    {
        if ((uint)position >= (uint)Size || (_seen[position >> 6] & (1UL << position)) != 0)
        {
            return false;
        }

        _seen[position >> 6] |= 1UL << position;
        Done++;
        return true;
    }
}
