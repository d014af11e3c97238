namespace Gleaner.Contracts;

/// <summary>What a grain stored cannot be read: damaged, or written by a newer Gleaner. Asking again does not help; others are not concerned.</summary>
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
