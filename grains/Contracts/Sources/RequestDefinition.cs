using System.Collections.Immutable;

namespace Gleaner.Contracts.Sources;

/// <summary>What is sent besides the URL and the headers.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.RequestDefinition")]
public sealed record RequestDefinition
{
    public const string DefaultMethod = "GET";

    /// <summary>HTTP method in upper case.</summary>
    [Id(0)] public string Method { get; init; } = DefaultMethod;

    /// <summary>Query parameters added to the URL's own, in order, not yet percent-encoded; values may hold secret references.</summary>
    [Id(1)] public ImmutableArray<QueryParameter> Query { get; init; } = [];

    /// <summary>Body as text, sent in UTF-8; may hold secret references. Null sends none.</summary>
    [Id(2)] public string? Body { get; init; }

    /// <summary>Content-Type of the body where no header says it; null is application/json for a JSON body, else text/plain.</summary>
    [Id(3)] public string? ContentType { get; init; }
}

/// <summary>One parameter of a query.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.QueryParameter")]
public sealed record QueryParameter([property: Id(0)] string Name, [property: Id(1)] string Value);
