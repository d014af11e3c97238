using System.Globalization;
using System.Text.Json;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Follows a dotted path down a document: <c>data.items</c>, an element of an array by its number (<c>pages.0.items</c>). A
/// key that has dots itself is found where it is as long as the rest of the path. Of a key given twice the first counts.
/// </summary>
internal static class JsonPath
{
    /// <summary>Most keys named in a message, and most characters of each.</summary>
    private const int MaxKeysNamed = 12;
    private const int MaxKeyLength = 40;

    /// <summary>Moves the reader from a value to the value that the path leads to.</summary>
    /// <exception cref="ParseFaultException">It leads nowhere; names the keys that are there instead.</exception>
    public static void Descend(ref Utf8JsonReader reader, string path)
    {
        var rest = path;
        while (rest.Length > 0)
        {
            var parent = path[..^rest.Length].TrimEnd('.');
            rest = reader.TokenType switch
            {
                JsonTokenType.StartObject => EnterObject(ref reader, rest, path, parent),
                JsonTokenType.StartArray => EnterArray(ref reader, rest, path, parent),
                _ => throw NotThere(path, $"{Subject(parent)} is {Noun(reader.TokenType)}"),
            };
        }
    }

    /// <summary>What a value is, with its article.</summary>
    public static string Noun(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private static string EnterObject(ref Utf8JsonReader reader, string rest, string path, string parent)
    {
        var (name, after) = Split(rest);
        var keys = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var whole = IsNamed(ref reader, rest);
            if (whole || IsNamed(ref reader, name))
            {
                reader.Read();
                return whole ? "" : after;
            }

            if (keys.Count <= MaxKeysNamed)
            {
                keys.Add(keys.Count == MaxKeysNamed ? "…" : Key(ref reader));
            }

            reader.Skip();
        }

        throw NotThere(path, keys.Count == 0 ? $"{Subject(parent)} is empty" : $"{Subject(parent)} has the keys {string.Join(", ", keys)}");
    }

    private static string EnterArray(ref Utf8JsonReader reader, string rest, string path, string parent)
    {
        var (name, after) = Split(rest);
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw NotThere(path, $"{Subject(parent)} is an array");
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
            {
                return after;
            }

            reader.Skip();
        }

        throw NotThere(path, $"{Subject(parent)} is an array with no element {index}");
    }

    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A key with half a surrogate pair has no name that anyone could ask for.
            return false;
        }
    }

    private static (string Name, string After) Split(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (path, "") : (path[..dot], path[(dot + 1)..]);
    }

    private static string Key(ref Utf8JsonReader reader)
    {
        // Half a surrogate pair cannot be turned into text.
        var key = reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
        return key.Length <= MaxKeyLength ? key : $"{key.AsSpan(0, MaxKeyLength)}…";
    }

    private static string Subject(string parent) => parent.Length == 0 ? "the document" : $"'{parent}'";

    private static ParseFaultException NotThere(string path, string instead) => ParseFaultException.Limit($"its records path '{path}' is not there: {instead}");
}
