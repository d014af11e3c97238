using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gleaner.Pipeline.Storing;

/// <summary>How grain state is written: camelCase JSON, enums by camelCase name. The view <c>sources</c> reads it.</summary>
public static class StoreJson
{
    /// <summary>For every storage provider of Gleaner, so that one reads what another wrote.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Sets the options of Orleans' own JSON storage serializer likewise.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // The text goes into a database, not into HTML: URLs stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        return options;
    }
}
