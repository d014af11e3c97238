using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gleaner.Client.SourcesFile;

/// <summary>A YAML value as JSON, by YAML 1.2's core schema: plain <c>true</c>, <c>1</c> and <c>null</c> are what they look like, quoted text is text.</summary>
internal static class YamlJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(YamlValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, YamlValue value)
    {
        switch (value)
        {
            case YamlMap map:
                json.WriteStartObject();
                foreach (var (key, item) in map.Entries)
                {
                    json.WritePropertyName(key.Text);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            case YamlList list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case YamlText text:
                Write(json, text);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, YamlText text)
    {
        switch (text)
        {
            case { IsNull: true }:
                json.WriteNullValue();
                break;
            case { IsPlain: true, Text: "true" or "false" }:
                json.WriteBooleanValue(text.Text == "true");
                break;
            case { IsPlain: true } when NumberIn(text.Text) is { } number:
                json.WriteRawValue(number);
                break;
            default:
                json.WriteStringValue(text.Text);
                break;
        }
    }

    // As written where JSON has it so: no digit of a long number is lost.
    private static string? NumberIn(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
            || !double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Number ? text : null;
        }
        catch (JsonException)
        {
            // +1, .5 and 007 are numbers in YAML alone.
            return number.ToString("R", CultureInfo.InvariantCulture);
        }
    }
}
