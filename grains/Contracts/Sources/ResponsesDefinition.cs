using System.Collections.Immutable;

namespace Gleaner.Contracts.Sources;

/// <summary>What a response means to a fetch. A source's own rules may name all but Redirect and NotModified.</summary>
public enum ResponseAction
{
    /// <summary>Read the body: the fetch is done.</summary>
    Accept,

    /// <summary>Go on to the Location, within the same attempt.</summary>
    Redirect,

    /// <summary>304 to a conditional request: what is stored still holds.</summary>
    NotModified,

    /// <summary>The fault may pass: try again after a backoff.</summary>
    Retry,

    /// <summary>The server asks for patience: wait as told, or end as rate-limited.</summary>
    RateLimited,

    /// <summary>Nothing to read, and that is fine: an ok outcome without records; what was stored stays.</summary>
    Ignore,

    /// <summary>Trying again would not help.</summary>
    Fail,
}

/// <summary>A source's own reading of statuses; the first rule that matches wins, then the common table.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.ResponsesDefinition")]
public sealed record ResponsesDefinition([property: Id(0)] ImmutableArray<ResponseOverride> Rules);

/// <summary>What the statuses from First to Last mean.</summary>
/// <param name="First">100 to 599.</param>
/// <param name="Last">First to 599.</param>
[GenerateSerializer, Immutable, Alias("gleaner.ResponseOverride")]
public sealed record ResponseOverride([property: Id(0)] int First, [property: Id(1)] int Last, [property: Id(2)] ResponseAction Action);
