using System.Text.Json;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Output;

/// <summary>An outcome as JSON. The names are a promise to scripts.</summary>
internal static class OutcomeJson
{
    public static void Write(Utf8JsonWriter json, Outcome outcome)
    {
        json.WriteString("run", outcome.Run);
        json.WriteString("source", outcome.Source);
        json.WriteString("url", outcome.Url);
        json.WriteBoolean("ok", outcome.Ok);
        if (outcome.Status is { } status)
        {
            json.WriteNumber("status", status);
        }
        else
        {
            json.WriteNull("status");
        }

        WriteError(json, outcome.Error);
        json.WriteNumber("attempts", outcome.Attempts);
        json.WriteNumber("bytes", outcome.Bytes);
        json.WriteNumber("records", outcome.Records);
        json.WriteString("sha256", outcome.Sha256);
        json.WriteBoolean("unchanged", outcome.Unchanged);
        json.WriteString("startedAt", CellText.Of(outcome.StartedAt));
        json.WriteNumber("durationMs", (long)Math.Round(outcome.Duration.TotalMilliseconds));
    }

    /// <summary>Adds the body: text as a string, anything else as base64 and marked so.</summary>
    public static void WriteContent(Utf8JsonWriter json, SourceContent? content)
    {
        switch (content)
        {
            case null:
                json.WriteNull("content");
                break;
            case { Text: { } text }:
                json.WriteString("content", text);
                break;
            default:
                json.WriteBase64String("content", content.Bytes);
                json.WriteString("contentEncoding", "base64");
                break;
        }
    }

    private static void WriteError(Utf8JsonWriter json, FetchError? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("kind", error.Kind.ToName());
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }
}
