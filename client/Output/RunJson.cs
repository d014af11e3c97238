using System.Text.Json;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Output;

/// <summary>A run as JSON, by the column names of the table <c>runs</c>.</summary>
internal static class RunJson
{
    public static void Write(Utf8JsonWriter json, RunStatus status)
    {
        json.WriteString("run", status.Run);
        json.WriteString("state", status.State.ToString().ToLowerInvariant());
        json.WriteNumber("sources", status.Sources);
        json.WriteNumber("ok", status.Ok);
        json.WriteNumber("failed", status.Failed);
        json.WriteString("started_at", CellText.Of(status.StartedAt));
        json.WriteString("finished_at", CellText.Of(status.FinishedAt));
    }
}
