using System.Diagnostics;
using System.Text.Json;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench.Peers;

/// <summary>A and AM of the budgets: aiohttp with asyncio.gather, and the same writing each outcome with aiomysql.</summary>
internal static class AiohttpScript
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "aiohttp_gather.py");

    /// <summary>Null when the script can run, else what is missing.</summary>
    public static async Task<string?> Missing(bool withDatabase)
    {
        if (!File.Exists(Python))
        {
            return "python3 is not installed";
        }

        var modules = withDatabase ? "aiohttp, aiomysql" : "aiohttp";
        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {modules}"]) { RedirectStandardError = true })!;
        await probe.WaitForExitAsync();
        return probe.ExitCode == 0 ? null : $"python3-{modules.Replace(", ", ", python3-", StringComparison.Ordinal)}: not installed";
    }

    /// <returns>The script's own time without its start-up, and the wall time of the whole process.</returns>
    public static async Task<(TimeSpan Gather, TimeSpan Process)> Gather(string urlsFile, int concurrency, StoreAddress? database)
    {
        string[] arguments = [Script, urlsFile, concurrency.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (database is not null)
        {
            arguments = [.. arguments, database.Host, database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), database.User, database.Password, database.Database];
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var wall = watch.Elapsed;
        using var json = JsonDocument.Parse(printed);
        return json.RootElement.GetProperty("failed").GetInt32() == 0
            ? (TimeSpan.FromSeconds(json.RootElement.GetProperty("seconds").GetDouble()), wall)
            : throw new InvalidOperationException($"The peer script failed on some URLs: {printed}");
    }
}
