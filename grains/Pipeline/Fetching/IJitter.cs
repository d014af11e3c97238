namespace Gleaner.Pipeline.Fetching;

/// <summary>The one source of randomness for waits, so that tests can fix it.</summary>
public interface IJitter
{
    /// <summary>At least 0, below 1, evenly spread. Safe for concurrent use.</summary>
    double Next();
}
