namespace Gleaner.Contracts.Runs;

/// <summary>A run was refused at the door: it is more than the silos take. Nothing of it is fetched; its message says what to do.</summary>
[GenerateSerializer, Alias("gleaner.OverloadedException")]
public sealed class OverloadedException : Exception
{
    public OverloadedException()
    {
    }

    public OverloadedException(string message)
        : base(message)
    {
    }

    public OverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
