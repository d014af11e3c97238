using System.Diagnostics;
using System.Globalization;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench;

/// <summary>The console's executable, measured from outside.</summary>
internal static class GleanerProcess
{
    private const string ProgramVariable = "GLEANER_CONSOLE";

    /// <returns>Wall time from start to exit, and the largest resident memory in MB (0 where the system does not tell).</returns>
    public static async Task<(TimeSpan Wall, double PeakMegabytes)> Gather(string urlsFile, string store, int concurrency)
    {
        string[] arguments =
        [
            "gather", "--urls", urlsFile, "--embedded", "--allow-private", "--json",
            "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture),
        ];
        // ./gleaner bench names the console that ./gleaner would run, which is compiled ahead of time.
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable(ProgramVariable) ?? Path.Combine(AppContext.BaseDirectory, "gleaner"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[StoreAddress.Variable] = store;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var peak = 0.0;
        var outcomes = 0;
        while (await process.StandardOutput.ReadLineAsync() is not null)
        {
            if (++outcomes % 1_000 == 0)
            {
                process.Refresh();
                peak = Math.Max(peak, process.HasExited ? 0 : process.WorkingSet64 / 1e6);
            }
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 && outcomes > 0
            ? (watch.Elapsed, peak)
            : throw new InvalidOperationException($"gleaner gather ended with {process.ExitCode}: {await errors}");
    }
}
