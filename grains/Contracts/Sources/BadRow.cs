namespace Gleaner.Contracts.Sources;

/// <summary>A sample of the records that a fetch could not turn into rows.</summary>
/// <param name="Record">0-based place in the body or page.</param>
/// <param name="Reason">One sentence that names step and field; shows at most a few characters of a value.</param>
[GenerateSerializer, Immutable, Alias("gleaner.BadRow")]
public sealed record BadRow([property: Id(0)] int Record, [property: Id(1)] string Reason)
{
    /// <summary>Most samples kept of one fetch.</summary>
    public const int MaxSamples = 5;
}
