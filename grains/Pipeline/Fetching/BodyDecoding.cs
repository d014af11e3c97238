using System.IO.Compression;
using System.IO.Pipelines;

namespace Gleaner.Pipeline.Fetching;

/// <summary>The content codings that a body may come in.</summary>
internal static class BodyDecoding
{
    /// <summary>Accept-Encoding of our requests. .NET 10 has no zstd.</summary>
    public const string Accepted = "gzip, deflate, br";

    /// <summary>Most codings that one body may be wrapped in: honest servers use one.</summary>
    private const int MaxCodings = 3;

    /// <summary>The stream of decompressed bytes.</summary>
    /// <param name="contentEncoding">Content-Encoding header as sent.</param>
    /// <exception cref="InvalidDataException">A coding is unknown; the message is a sentence.</exception>
    public static async ValueTask<Stream> Decode(Stream raw, string contentEncoding, CancellationToken cancellation)
    {
        var codings = contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (codings.Length > MaxCodings)
        {
            throw new UnknownCodingException($"The body is wrapped in {codings.Length} content codings; {MaxCodings} are allowed.");
        }

        // Listed in the order they were applied, so the last comes off first.
        var decoded = raw;
        foreach (var coding in codings.Reverse())
        {
            decoded = coding.ToLowerInvariant() switch
            {
                "identity" => decoded,
                "gzip" or "x-gzip" => new GZipStream(decoded, CompressionMode.Decompress),
                "deflate" => await Inflate(decoded, cancellation).ConfigureAwait(false),
                "br" => new BrotliStream(decoded, CompressionMode.Decompress),
                _ => throw new UnknownCodingException("The body is in a content coding that was not asked for."),
            };
        }

        return decoded;
    }

    /// <summary>
    /// "deflate" is zlib by the standard (RFC 9110, 8.4.1.2) and bare deflate from servers that took the name at its word.
    /// A zlib header's low nibble is 8; bare deflate begins with no such byte unless its padding is odd.
    /// </summary>
    private static async ValueTask<Stream> Inflate(Stream compressed, CancellationToken cancellation)
    {
        var reader = PipeReader.Create(compressed);
        var peeked = (await reader.ReadAsync(cancellation).ConfigureAwait(false)).Buffer;
        var zlib = !peeked.IsEmpty && (peeked.FirstSpan[0] & 0x0F) == 8;
        reader.AdvanceTo(peeked.Start);
        return zlib
            ? new ZLibStream(reader.AsStream(), CompressionMode.Decompress)
            : new DeflateStream(reader.AsStream(), CompressionMode.Decompress);
    }
}

/// <summary>A body's content coding is none that can be undone; the message is a sentence for the user.</summary>
public sealed class UnknownCodingException(string message) : Exception(message);
