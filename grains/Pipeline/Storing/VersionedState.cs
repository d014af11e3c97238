using System.Text.Json.Serialization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// A grain's state as it is stored, with the version of its shape. Rows of older versions are read: what they lack has its default.
/// Raise <see cref="CurrentVersion"/> whenever a field is added or means something else; then an older program leaves such rows alone
/// instead of dropping what it does not know (docs/decisions/0126-state-says-its-version.md).
/// </summary>
public abstract class VersionedState
{
    /// <summary>Version of the rows from before they said it.</summary>
    public const int FirstVersion = 1;

    /// <summary>The version that this program writes, and the newest that it reads.</summary>
    [JsonIgnore]
    public virtual int CurrentVersion => FirstVersion;

    /// <summary>By what version the row was written.</summary>
    [JsonPropertyOrder(-1)]
    public int StateVersion { get; set; } = FirstVersion;

    /// <summary>Why the row could not be read, as a clause without a full stop; null when it could. Such a state is empty and is never written.</summary>
    [JsonIgnore]
    public string? Unreadable { get; private set; }

    /// <summary>True when it is a newer program's: nothing is wrong with it, and it must stay.</summary>
    [JsonIgnore]
    public bool IsNewer => Unreadable is not null && StateVersion > CurrentVersion;

    /// <param name="what">Whose state it is: "host http://a:80".</param>
    /// <exception cref="UnreadableStateException">The row could not be read.</exception>
    public void ThrowIfUnreadable(string what)
    {
        if (Unreadable is { } why)
        {
            throw new UnreadableStateException($"The state of {what} cannot be read from the store: {why}.");
        }
    }

    /// <summary>For grains that can begin anew after a damaged row, and only after that. Afterwards the state may be written.</summary>
    /// <returns>What was wrong with it, or null.</returns>
    /// <exception cref="UnreadableStateException">The row is a newer program's.</exception>
    public string? BeginAnewIfDamaged(string what)
    {
        if (IsNewer)
        {
            ThrowIfUnreadable(what);
        }

        var damage = Unreadable;
        Unreadable = null;
        return damage;
    }

    internal void MarkUnreadable(string why, int version) => (Unreadable, StateVersion) = (why, version);
}
