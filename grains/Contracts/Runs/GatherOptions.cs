using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gleaner.Contracts.Sources;

namespace Gleaner.Contracts.Runs;

/// <summary>How a run gathers, for all of its sources.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.GatherOptions")]
public sealed record GatherOptions
{
    public const int DefaultConcurrency = 64;
    public const int MaxConcurrency = 10_000;
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Fetches under way at once in the whole run: 1 to 10,000, default 64.</summary>
    [Id(0)] public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Bound of one attempt with its body where given for this run; null leaves it to the source, then 10 s.</summary>
    [Id(1)] public TimeSpan? Timeout { get; init; }

    /// <summary>Bound of one fetch with its attempts where given for this run; null leaves it to the source, then 30 s.</summary>
    [Id(2)] public TimeSpan? Deadline { get; init; }

    /// <summary>Keep each body so that the client can read it with <see cref="ISourceGrain.ReadContent"/>.</summary>
    [Id(3)] public bool Content { get; init; }

    /// <summary>Allow private, loopback and link-local addresses.</summary>
    [Id(4)] public bool AllowPrivate { get; init; }

    /// <summary>Headers added to every request of the run.</summary>
    [Id(5)] public ImmutableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Bound of the whole run, from the beginning of its plan: what has no outcome by then gets one of <see cref="ErrorKind.RunDeadline"/>. Null for none.</summary>
    [Id(7)] public TimeSpan? RunDeadline { get; init; }

    /// <summary>Asks also the sources whose server wanted patience (Retry-After), as far as the source itself remembers it.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Now { get; init; }
}
