using System.Text.Json;

namespace Gleaner.Pipeline.Transforming;

/// <summary>Cuts values out of JSON text without building it.</summary>
internal static class RawJson
{
    /// <summary>The member of an object or element of an array that a path's part means. Of a name given twice the last counts.</summary>
    public static bool TryGet(ReadOnlyMemory<byte> json, string part, out FieldValue value)
    {
        value = default;
        var found = false;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var named = reader.ValueTextEquals(part);
                reader.Read();
                var next = Value(ref reader, json);
                (value, found) = named ? (next, true) : (value, found);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray && FieldPath.Index(part) is var index and >= 0)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var item = Value(ref reader, json);
                if (index-- == 0)
                {
                    value = item;
                    return true;
                }
            }
        }

        return found;
    }

    /// <summary>An array's elements.</summary>
    public static List<FieldValue> Items(ReadOnlyMemory<byte> json)
    {
        var items = new List<FieldValue>();
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, json));
        }

        return items;
    }

    /// <summary>The value that the reader is at, as it stands in its text; leaves the reader at its end.</summary>
    public static FieldValue Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new FieldValue(json[start..(int)reader.BytesConsumed]);
    }
}
