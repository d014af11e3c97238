using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Turns a body into records.</summary>
public interface IParser
{
    /// <param name="body">Decompressed body.</param>
    /// <param name="contentType">Content-Type header as sent, or null.</param>
    /// <param name="decode">How the source wants it read; null finds out.</param>
    /// <param name="maxBytes">The source's cap on a body, in bytes: what a body that is gzip may unpack to; null is <see cref="ParseLimits.MaxBytes"/>.</param>
    ParsedBody Parse(ReadOnlyMemory<byte> body, string? contentType, DecodeDefinition? decode = null, long? maxBytes = null);
}

/// <summary>The records of one body, or why it has none.</summary>
public sealed record ParsedBody
{
    /// <summary>
    /// Each record as UTF-8 JSON, made when it is asked for: slices of the body where possible, so valid only as long as the body is.
    /// Read them in order where there are many.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records { get; init; } = [];

    /// <summary>Web name of the character encoding, or null when the body is not text as it stands (gzip included).</summary>
    public string? Charset { get; init; }

    /// <summary>What the body was read as; Auto when it is not text.</summary>
    public BodyFormat Format { get; init; }

    /// <summary>The whole document in UTF-8, unpacked and without byte-order mark, where the format is JSON: what stands around the records. Else empty. Valid only as long as the body is.</summary>
    public ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>Null exactly when the body was understood.</summary>
    public FetchError? Error { get; init; }
}
