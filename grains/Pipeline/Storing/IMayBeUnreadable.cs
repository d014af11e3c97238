namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Grain state that can say that its row is no state. Without it the grain could not even be activated, and its callers would
/// ask again for minutes as if its silo were gone.
/// </summary>
public interface IMayBeUnreadable
{
    /// <summary>Why the row cannot be read, as a clause without a full stop; null for one that was read. Such a state is not to be written.</summary>
    string? Unreadable { get; set; }
}
