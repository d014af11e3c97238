using System.Globalization;

namespace Gleaner.Pipeline;

/// <summary>How much work one silo takes. Each has an environment variable; docs/OPERATING.md says what a user sees at each bound.</summary>
public sealed record SiloLimits
{
    /// <summary>Sources in one run: 1 to 100,000,000; more are refused at the door.</summary>
    public int MaxSourcesPerRun { get; init; } = 1_000_000;

    /// <summary>Runs that one silo coordinates at once, those whose plan is being written included: 1 to 100,000; more are refused at the door.</summary>
    public int MaxRuns { get; init; } = 64;

    /// <summary>Fetches under way on one silo, without those that wait for their host: 1 to 1,000,000; more wait in line.</summary>
    public int MaxFetches { get; init; } = 10_000;

    /// <summary>Fetches in line for one of those places: 0 to 1,000,000; more end <c>overloaded</c>, as does one that waits for longer than its deadline.</summary>
    public int MaxWaitingFetches { get; init; } = 20_000;

    /// <summary>Writes that wait for the database: 1 to 1,000,000; while there are so many no fetch begins.</summary>
    public int MaxQueuedWrites { get; init; } = 8_192;

    /// <summary>Bytes of those writes: 1 MiB to 64 GiB; one that is larger goes alone.</summary>
    public long MaxQueuedBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Their environment variables.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        ["GLEANER_MAX_SOURCES", "GLEANER_MAX_RUNS", "GLEANER_MAX_FETCHES", "GLEANER_MAX_WAITING", "GLEANER_MAX_QUEUED_WRITES", "GLEANER_MAX_QUEUED_BYTES"];

    /// <summary>Reads the limits that the environment gives; the others keep their defaults.</summary>
    /// <param name="variable">Reads a variable; null when it is not set.</param>
    /// <exception cref="FormatException">One sentence that names the variable and what it takes.</exception>
    public static SiloLimits Read(Func<string, string?> variable)
    {
        var defaults = new SiloLimits();
        return new SiloLimits
        {
            MaxSourcesPerRun = (int)Number("GLEANER_MAX_SOURCES", 1, 100_000_000, defaults.MaxSourcesPerRun),
            MaxRuns = (int)Number("GLEANER_MAX_RUNS", 1, 100_000, defaults.MaxRuns),
            MaxFetches = (int)Number("GLEANER_MAX_FETCHES", 1, 1_000_000, defaults.MaxFetches),
            MaxWaitingFetches = (int)Number("GLEANER_MAX_WAITING", 0, 1_000_000, defaults.MaxWaitingFetches),
            MaxQueuedWrites = (int)Number("GLEANER_MAX_QUEUED_WRITES", 1, 1_000_000, defaults.MaxQueuedWrites),
            MaxQueuedBytes = Number("GLEANER_MAX_QUEUED_BYTES", 1024 * 1024, 64L * 1024 * 1024 * 1024, defaults.MaxQueuedBytes),
        };

        long Number(string name, long least, long most, long otherwise) => variable(name) switch
        {
            null or "" => otherwise,
            var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
            var text => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is not a whole number from {least} to {most}.")),
        };
    }
}
