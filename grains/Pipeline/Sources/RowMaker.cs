using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Transforming;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// Transforms the records of a fetch part by part and keeps the counts. That every record failed is a fault of the fetch only when it
/// is so for all parts together.
/// </summary>
/// <param name="columns">Columns known so far.</param>
/// <param name="learning">True when none were known before this fetch.</param>
/// <param name="soFar">Counts of the pages before a resumption, or null.</param>
internal sealed class RowMaker(ITransformer transformer, SourceDefinition source, ImmutableArray<ColumnDefinition> columns, bool learning, FetchReport? soFar)
{
    private readonly bool _idle = ITransformer.IsIdle(source);
    private FetchError? _allFailed;

    public int Rows { get; private set; } = soFar?.Rows ?? 0;

    public int Filtered { get; private set; } = soFar?.Filtered ?? 0;

    public int Bad { get; private set; } = soFar?.Bad ?? 0;

    public ImmutableArray<BadRow> Samples { get; private set; } = soFar?.Samples ?? [];

    /// <summary>Columns known after these rows.</summary>
    public ImmutableArray<ColumnDefinition> Columns { get; private set; } = columns;

    /// <summary>Set once a whole fetch brought nothing but bad records.</summary>
    public FetchError? Fault => Rows == 0 && Filtered == 0 ? _allFailed : null;

    /// <returns>The rows, made now: whoever stores them reads them more than once.</returns>
    /// <param name="records">Records as UTF-8 JSON.</param>
    /// <param name="from">Place of the first in its page.</param>
    /// <param name="fault">Set when the fetch cannot go on.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> Make(IReadOnlyList<ReadOnlyMemory<byte>> records, int from, out FetchError? fault)
    {
        fault = null;
        if (_idle)
        {
            Rows += records.Count;
            return [.. records];
        }

        var made = transformer.Transform(records, source, Columns, learning);
        Filtered += made.Filtered;
        Bad += made.Bad;
        if (Samples.Length < BadRow.MaxSamples && !made.Samples.IsEmpty)
        {
            Samples = [.. Samples, .. made.Samples.Take(BadRow.MaxSamples - Samples.Length).Select(sample => from == 0 ? sample : sample with { Record = from + sample.Record })];
        }

        if (made.Error is { Kind: ErrorKind.Transform } every)
        {
            _allFailed ??= every;
            return [];
        }

        if (made.Error is { } error)
        {
            fault = error;
            return [];
        }

        Columns = made.Columns;
        Rows += made.Rows.Count;
        return [.. made.Rows];
    }
}
