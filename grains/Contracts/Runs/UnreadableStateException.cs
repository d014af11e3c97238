namespace Gleaner.Contracts.Runs;

/// <summary>What the store keeps of a run cannot be read: its row was damaged, or written by hand. Other runs are not concerned.</summary>
[GenerateSerializer, Alias("gleaner.UnreadableStateException")]
public sealed class UnreadableStateException : Exception
{
    public UnreadableStateException()
    {
    }

    public UnreadableStateException(string message)
        : base(message)
    {
    }

    public UnreadableStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
