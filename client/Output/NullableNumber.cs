using System.Text.Json;

namespace Gleaner.Client.Output;

/// <summary>Numbers that may be missing, as JSON.</summary>
internal static class NullableNumber
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
