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

    /// <summary>
    /// Makes the framework notice a compressed body that ends early, which it otherwise takes for whole (.NET 10; an empty
    /// one is no fault). Read once per process: Directory.Build.props sets it for programs, this for other hosts.
    /// </summary>
    static BodyDecoding() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>The stream of decompressed bytes.</summary>
    /// <param name="contentEncoding">Content-Encoding header as sent.</param>
    /// <exception cref="UnknownCodingException">There is no way to decode it.</exception>
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
            decoded = await Unwrap(decoded, coding.ToLowerInvariant(), cancellation).ConfigureAwait(false);
        }

        return decoded;
    }

    private static async ValueTask<Stream> Unwrap(Stream coded, string coding, CancellationToken cancellation)
    {
        if (coding == "identity")
        {
            return coded;
        }

        var reader = PipeReader.Create(coded);
        var peeked = (await reader.ReadAsync(cancellation).ConfigureAwait(false)).Buffer;
        var (empty, first) = (peeked.IsEmpty, peeked.IsEmpty ? 0 : peeked.FirstSpan[0]);
        reader.AdvanceTo(peeked.Start);
        var stream = reader.AsStream();
        return coding switch
        {
            // A body without a byte is no body: 204 and the like keep the header.
            _ when empty => stream,
            "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            // Zlib by the standard (RFC 9110, 8.4.1.2), bare deflate from servers that took the name at its word: the low
            // nibble of a zlib header is 8.
            "deflate" when (first & 0x0F) == 8 => new ZLibStream(stream, CompressionMode.Decompress),
            "deflate" => new DeflateStream(stream, CompressionMode.Decompress),
            _ => throw new UnknownCodingException("The body is in a content coding that was not asked for."),
        };
    }
}

/// <summary>A body's content coding is none that can be undone; the message is a sentence for the user.</summary>
public sealed class UnknownCodingException(string message) : Exception(message);
