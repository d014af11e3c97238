namespace Gleaner.Contracts.Sources;

/// <summary>What a body is.</summary>
public enum BodyFormat
{
    /// <summary>By Content-Type, else by looking at it.</summary>
    Auto,
    Json,
    Ndjson,
    Csv,
    Xml,

    /// <summary>RSS 2.0, RSS 1.0 (RDF) or Atom.</summary>
    Feed,
    Text,
}

/// <summary>How a body becomes records.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.DecodeDefinition")]
public sealed record DecodeDefinition
{
    [Id(0)] public BodyFormat Format { get; init; }

    /// <summary>JSON: dotted path of the array of records (of one object: that is the one record). XML: slash-separated path of element names below the root, the last one repeated.</summary>
    [Id(1)] public string? Records { get; init; }

    /// <summary>CSV: one character, or null to find out among comma, semicolon, tab and bar.</summary>
    [Id(2)] public string? Delimiter { get; init; }

    /// <summary>CSV: whether the first row names the columns; default yes. Without it they are column1, column2, …</summary>
    [Id(3)] public bool? Header { get; init; }

    /// <summary>Character encoding that beats what the body and the header say; an IANA name.</summary>
    [Id(4)] public string? Charset { get; init; }
}
