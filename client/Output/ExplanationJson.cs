using System.Text.Json;
using Gleaner.Client.Fetching;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Output;

/// <summary>A fetch explained, as JSON. The names are a promise to scripts.</summary>
internal static class ExplanationJson
{
    public static void Write(Utf8JsonWriter json, FetchExplanation explanation)
    {
        json.WriteString("source", explanation.Source);
        json.WriteStartObject("settings");
        foreach (var setting in explanation.Settings)
        {
            json.WriteStartObject(setting.Key);
            json.WriteString("value", setting.Text);
            json.WriteBoolean("default", setting.IsDefault);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteReport(json, explanation.Report);
        json.WriteString("cursor", explanation.Cursor);
        json.WriteString("nextDue", CellText.Of(explanation.NextDue));
        json.WriteString("dueBecause", JsonNamingPolicy.KebabCaseLower.ConvertName(explanation.DueBecause.ToString()));
    }

    /// <summary>The members of a report; nulls and nothing where there is none.</summary>
    public static void WriteReport(Utf8JsonWriter json, FetchReport? report)
    {
        json.WriteString("run", report?.Run);
        json.WriteStartArray("attempts");
        foreach (var attempt in report is null || report.Attempts.IsDefault ? [] : report.Attempts)
        {
            WriteAttempt(json, attempt);
        }

        json.WriteEndArray();
        if (report?.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteString("kind", error.Kind.ToName());
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error");
        }

        json.WriteNumber("pages", report?.Pages ?? 0);
        json.WriteNumber("rows", report?.Rows ?? 0);
        json.WriteNumber("filtered", report?.Filtered ?? 0);
        json.WriteNumber("bad", report?.Bad ?? 0);
        json.WriteStartArray("samples");
        foreach (var bad in report is null || report.Samples.IsDefault ? [] : report.Samples)
        {
            json.WriteStartObject();
            json.WriteNumber("record", bad.Record);
            json.WriteString("reason", bad.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAttempt(Utf8JsonWriter json, AttemptReport attempt)
    {
        json.WriteStartObject();
        json.WriteNumber("page", attempt.Page);
        json.WriteString("startedAt", CellText.Of(attempt.StartedAt));
        json.WriteNumber("durationMs", Milliseconds(attempt.Duration));
        if (attempt.Status is { } status)
        {
            json.WriteNumber("status", status);
        }
        else
        {
            json.WriteNull("status");
        }

        json.WriteString("error", attempt.Error?.ToName());
        json.WriteNumber("bytes", attempt.Bytes);
        json.WriteNumber("waitedMs", Milliseconds(attempt.WaitedFor));
        json.WriteNumber("waitedForHostMs", Milliseconds(attempt.WaitedForHost));
        json.WriteEndObject();
    }

    private static long Milliseconds(TimeSpan duration) => (long)Math.Round(duration.TotalMilliseconds);
}
