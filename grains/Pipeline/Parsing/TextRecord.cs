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

    /// <param name="utf8">Text; bytes that are not UTF-8 become U+FFFD.</param>
    public static ReadOnlyMemory<byte> From(ReadOnlySpan<byte> utf8)
    {
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
