using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gleaner.Pipeline.Storing;

/// <summary>How grain state is written: camelCase JSON, enums by camelCase name. The view <c>sources</c> reads it.</summary>
public static class StoreJson
{
    /// <summary>For every storage provider of Gleaner, so that one reads what another wrote.</summary>
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions());

    /// <summary>Sets these rules on options that Orleans made.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // The text goes into a database, not into HTML: URLs stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
