using System.Text.Json;
using Gleaner.Client.Output;

namespace Gleaner.Client.Verifying;

/// <summary>What a client showed of one outcome.</summary>
internal sealed record AcknowledgedOutcome(string Source, bool Ok, string? Sha256);

/// <summary>Reads what clients showed of a run: the lines of <c>gather --json</c> or <c>runs watch --json</c>, of several clients if need be.</summary>
internal static class AcknowledgedOutcomes
{
    /// <returns>Those of the run, as often as they were shown.</returns>
    /// <exception cref="UserErrorException">The file cannot be used, or it is one of other runs.</exception>
    public static async Task<IReadOnlyList<AcknowledgedOutcome>> Read(string file, string run, CancellationToken cancellation)
    {
        var outcomes = new List<AcknowledgedOutcome>();
        var others = 0;
        await NdjsonFile.Read(
            file,
            line =>
            {
                if (line.GetProperty("run").GetString() == run)
                {
                    outcomes.Add(Outcome(line));
                }
                else
                {
                    others++;
                }
            },
            cancellation);
        return outcomes.Count > 0 || others == 0
            ? outcomes
            : throw UserErrorException.Failed($"The file '{file}' has no outcome of run {run}, only those of others.");
    }

    private static AcknowledgedOutcome Outcome(JsonElement line) => new(
        line.GetProperty("source").GetString() ?? throw new InvalidOperationException(),
        line.GetProperty("ok").GetBoolean(),
        line.TryGetProperty("sha256", out var hash) ? hash.GetString() : null);
}
