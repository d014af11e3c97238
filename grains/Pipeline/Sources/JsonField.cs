using System.Text;
using System.Text.Json;

namespace Gleaner.Pipeline.Sources;

/// <summary>Reads one value out of UTF-8 JSON by its dotted path, without reading the rest into memory. Names may hold dots themselves (<c>@odata.nextLink</c>).</summary>
internal static class JsonField
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1_000, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The value's own JSON; empty when the path leads nowhere.</summary>
    /// <exception cref="JsonException">What had to be read is not JSON.</exception>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, string path)
    {
        var reader = new Utf8JsonReader(json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !Enter(ref reader, path))
        {
            return default;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return (json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json)[start..(int)reader.BytesConsumed];
    }

    /// <summary>A string's value or a number as it is written; null for anything else, also for no value and for an empty string.</summary>
    public static string? Text(ReadOnlySpan<byte> value) => value switch
    {
        [(byte)'"', ..] => JsonSerializer.Deserialize<string>(value) is { Length: > 0 } text ? text : null,
        [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] => Encoding.UTF8.GetString(value),
        _ => null,
    };

    // The reader is at the start of an object; when nothing was found it is at its end.
    private static bool Enter(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<char> path)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(path))
            {
                return reader.Read();
            }

            if (LengthOfName(ref reader, path) is > 0 and var length)
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    if (Enter(ref reader, path[(length + 1)..]))
                    {
                        return true;
                    }

                    continue;
                }
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>How much of the path is the member that the reader is at; 0 when the path does not begin with it.</summary>
    private static int LengthOfName(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<char> path)
    {
        for (var length = path.IndexOf('.'); length > 0;)
        {
            if (reader.ValueTextEquals(path[..length]))
            {
                return length;
            }

            var next = path[(length + 1)..].IndexOf('.');
            length = next < 0 ? 0 : length + 1 + next;
        }

        return 0;
    }
}
