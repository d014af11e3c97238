using System.Text.Json;
using Gleaner.Client.Verifying;

namespace Gleaner.Client.Output;

/// <summary>What a check of a run found, as JSON. The names are a promise to scripts.</summary>
internal static class VerdictJson
{
    public static void Write(Utf8JsonWriter json, RunVerdict verdict)
    {
        json.WriteString("run", verdict.Run);
        json.WriteString("state", verdict.State);
        json.WriteNumber("sources", verdict.Sources);
        json.WriteNumber("outcomes", verdict.Outcomes);
        json.WriteNumber("ok", verdict.Ok);
        if (verdict.Acknowledged is { } acknowledged)
        {
            json.WriteNumber("acknowledged", acknowledged);
        }
        else
        {
            json.WriteNull("acknowledged");
        }

        json.WriteNumber("lost", verdict.Lost);
        json.WriteNumber("torn", verdict.Torn);
        json.WriteNumber("duplicates", verdict.Duplicates);
        json.WriteNumber("missing", verdict.Missing);
        json.WriteNumber("extraFetches", verdict.ExtraFetches);
        json.WriteStartArray("violations");
        foreach (var violation in verdict.Violations)
        {
            json.WriteStartObject();
            json.WriteString("kind", VerdictText.Of(violation.Kind));
            json.WriteString("source", violation.Source);
            json.WriteString("detail", violation.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
