using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Turns a body into records.</summary>
public interface IParser
{
    /// <param name="body">Decompressed body.</param>
    /// <param name="contentType">Content-Type header as sent, or null.</param>
    /// <param name="decode">How the source wants it read; null finds out.</param>
    ParsedBody Parse(ReadOnlyMemory<byte> body, string? contentType, DecodeDefinition? decode = null);
}

/// <summary>The records of one body, or why it has none.</summary>
public sealed record ParsedBody
{
    /// <summary>Each record as UTF-8 JSON; slices of the body where possible, so valid only as long as the body is.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records { get; init; } = [];

    /// <summary>Web name of the character encoding, or null when the body is not text.</summary>
    public string? Charset { get; init; }

    /// <summary>Null exactly when the body was understood.</summary>
    public FetchError? Error { get; init; }
}
