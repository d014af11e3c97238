using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gleaner.Silo.Operations;

/// <summary>The body of <c>/health</c>: the verdict, and what each check says.</summary>
internal static class HealthJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static async Task Write(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Indented);
        json.WriteStartObject();
        json.WriteString("status", Word(report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", Word(entry.Status));
            json.WriteString("message", entry.Description ?? entry.Exception?.Message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync();
        await http.Response.WriteAsync("\n");
    }

    /// <summary>One line for those who only look at the status.</summary>
    public static Task WriteWord(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Word(report.Status) + "\n");
    }

    private static string Word(HealthStatus status) => status is HealthStatus.Healthy ? "ready" : "unready";
}
