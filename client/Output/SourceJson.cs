using System.Text.Json;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Output;

/// <summary>A source as JSON: its definition and what is known of it, by the column names of <c>sources</c>.</summary>
internal static class SourceJson
{
    public static void Write(Utf8JsonWriter json, SourceStatus status)
    {
        var definition = status.Definition;
        json.WriteString("source", definition.Name);
        json.WriteString("url", definition.Url);
        json.WriteStartObject("headers");
        foreach (var header in definition.Headers)
        {
            json.WriteString(header.Name, header.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("tags");
        foreach (var tag in definition.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        WriteMilliseconds(json, "timeout_ms", definition.Timeout);
        WriteMilliseconds(json, "deadline_ms", definition.Deadline);
        json.WriteStartObject("settings");
        foreach (var setting in SettingsText.Of(definition))
        {
            json.WriteString(setting.Key, setting.Text);
        }

        json.WriteEndObject();
        json.WriteBoolean("applied", status.Applied);
        json.WriteBoolean("paused", status.Paused);
        json.WriteString("health", status.Health.ToString().ToLowerInvariant());
        json.WriteString("last_at", CellText.Of(status.LastAt));
        json.WriteString("last_ok_at", CellText.Of(status.LastOkAt));
        json.WriteNumber("consecutive_failures", status.ConsecutiveFailures);
        json.WriteString("next_due", CellText.Of(status.NextDue));
        json.WriteString("due_because", JsonNamingPolicy.KebabCaseLower.ConvertName(status.DueBecause.ToString()));
        json.WriteString("cursor", status.Cursor);
        json.WriteNumber("records", status.Records);
        json.WriteNumber("bytes", status.Bytes);
        json.WriteString("sha256", status.Sha256);
        if (status.LastFetch is { } report)
        {
            json.WriteStartObject("last_fetch");
            ExplanationJson.WriteReport(json, report);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("last_fetch");
        }
    }

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is { } given)
        {
            json.WriteNumber(name, given.TotalMilliseconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
