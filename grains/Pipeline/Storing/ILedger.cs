using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// The tables that people query: outcomes, records, contents. Every method retries transient database errors
/// (deadlock, lock wait, lost connection) with backoff until its token is cancelled; others come out as <see cref="StoreException"/>.
/// </summary>
public interface ILedger
{
    /// <summary>Commits the rows of one fetch, batched with those of others. Doing it twice is harmless.</summary>
    Task Commit(FetchRows rows, CancellationToken cancellation = default);

    /// <summary>The committed outcome of one source in one run, or null.</summary>
    Task<Outcome?> FindOutcome(string run, string source, CancellationToken cancellation = default);

    /// <summary>All committed outcomes of one shard, by position; at most 256.</summary>
    Task<IReadOnlyList<Outcome>> ReadShard(string run, int shard, CancellationToken cancellation = default);

    /// <summary>How many outcomes of each shard are committed, and how many of them are ok.</summary>
    Task<IReadOnlyList<ShardCount>> CountByShard(string run, CancellationToken cancellation = default);

    /// <summary>One page of the applied sources' names in ordinal order, after a name ("" for the first page), of one tag or of any (null).</summary>
    Task<IReadOnlyList<string>> ListApplied(string after, int limit, string? tag, CancellationToken cancellation = default);

    /// <summary>One page of the applied sources that have a schedule and are not paused, in ordinal order, after a name ("" for the first page).</summary>
    Task<IReadOnlyList<ScheduledSource>> ListScheduled(string after, int limit, CancellationToken cancellation = default);

    Task<ContentPart?> ReadContent(string source, string sha256, int part, CancellationToken cancellation = default);

    /// <summary>How many rows of a source are staged with a seq below a count: all of them, unless the store lost some.</summary>
    Task<int> CountStaged(string source, int below, CancellationToken cancellation = default);

    /// <summary>How many different keys the staged rows with a seq below a count have that none of the source's records has.</summary>
    /// <param name="restates">True when the records so far will go first, so that all keys are new.</param>
    Task<int> CountNewKeys(string source, int below, bool restates, CancellationToken cancellation = default);

    /// <summary>Deletes the source's records, staged ones too, and its contents.</summary>
    Task DeleteRecords(string source, CancellationToken cancellation = default);
}

/// <summary>Committed outcomes of one shard.</summary>
public sealed record ShardCount(int Shard, int Ok, int Failed);
