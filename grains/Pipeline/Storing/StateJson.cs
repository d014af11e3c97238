using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gleaner.Pipeline.Storing;

/// <summary>How grain state is written as JSON: camelCase, enums by name, no nulls. The SQL views read state by these names.</summary>
public static class StateJson
{
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions());

    /// <summary>Sets these rules on options that Orleans made.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
