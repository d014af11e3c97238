using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Transforming;

/// <summary>Turns records into the rows that a user wants, and keeps a source's contract about them.</summary>
public interface ITransformer
{
    /// <summary>True when records pass through untouched, so that a caller need not begin.</summary>
    static bool IsIdle(SourceDefinition source) => source.Transform is null && source.Contract is null;

    /// <param name="records">Each record as UTF-8 JSON.</param>
    /// <param name="learned">Columns of the rows stored so far, for a contract without columns of its own; empty when none are.</param>
    /// <param name="learning">
    /// For the pages of a fetch that columns are learned from: the learned ones, though not empty, come from its earlier pages and go on
    /// evolving. No matter for a contract with columns of its own.
    /// </param>
    /// <returns>The rows; made when they are asked for where there are many. Valid only as long as the records are.</returns>
    TransformedRows Transform(IReadOnlyList<ReadOnlyMemory<byte>> records, SourceDefinition source, ImmutableArray<ColumnDefinition> learned, bool learning = false);
}

/// <summary>The rows of one body or page.</summary>
public sealed record TransformedRows
{
    /// <summary>Each row as UTF-8 JSON.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Rows { get; init; } = [];

    /// <summary>Records that a filter left out: not bad.</summary>
    public int Filtered { get; init; }

    /// <summary>Records that a step or the contract refused.</summary>
    public int Bad { get; init; }

    /// <summary>The first few of the bad ones, in words.</summary>
    public ImmutableArray<BadRow> Samples { get; init; } = [];

    /// <summary>Columns known after these rows: the learned ones and what evolved.</summary>
    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>Set when every record failed (transform) or a frozen contract was broken (schema).</summary>
    public FetchError? Error { get; init; }
}
