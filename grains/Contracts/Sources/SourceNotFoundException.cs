namespace Gleaner.Contracts.Sources;

/// <summary>The source was never applied, or has been forgotten.</summary>
[GenerateSerializer, Alias("gleaner.SourceNotFoundException")]
public sealed class SourceNotFoundException : Exception
{
    public SourceNotFoundException()
    {
    }

    public SourceNotFoundException(string message)
        : base(message)
    {
    }

    public SourceNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
