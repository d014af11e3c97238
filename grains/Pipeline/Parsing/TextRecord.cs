using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Turns text into one record: a JSON string.</summary>
internal static class TextRecord
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>What the framework's JSON writer takes as one string.</summary>
    private const int MaxLength = 160_000_000;

    /// <param name="utf8">Text; bytes that are not UTF-8 become U+FFFD.</param>
    /// <exception cref="ParseFaultException">It is too long for one string.</exception>
    public static ReadOnlyMemory<byte> From(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            throw ParseFaultException.Limit($"it is longer than {MaxLength} bytes, too long for one record");
        }

        // A little room for line breaks, which take two bytes each.
        var buffer = new ArrayBufferWriter<byte>(utf8.Length + utf8.Length / 16 + 16);
        using var writer = new Utf8JsonWriter(buffer, Options);
        if (Utf8.IsValid(utf8))
        {
            writer.WriteStringValue(utf8);
        }
        else
        {
            writer.WriteStringValue(Encoding.UTF8.GetString(utf8));
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }
}
