namespace Gleaner.Contracts.Runs;

/// <summary>The run was never begun, or has been pruned.</summary>
[GenerateSerializer, Alias("gleaner.RunNotFoundException")]
public sealed class RunNotFoundException : Exception
{
    public RunNotFoundException()
    {
    }

    public RunNotFoundException(string message)
        : base(message)
    {
    }

    public RunNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
