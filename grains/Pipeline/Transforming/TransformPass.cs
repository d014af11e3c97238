using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Transforming;

/// <summary>The way of one body's records through steps and contract.</summary>
/// <param name="contract">Null where the source has none.</param>
internal sealed class TransformPass(TransformPlan plan, RowContract? contract, IReadOnlyList<ReadOnlyMemory<byte>> records) : IDisposable
{
    private readonly RowFields _row = new();
    private readonly RowWriter _written = new(MaxBytes(records), int.MaxValue);
    private readonly List<BadRow> _samples = [];

    /// <summary>The records that stay, where rows stay as they came; null as long as that is all of them.</summary>
    private List<ReadOnlyMemory<byte>>? _kept;
    private int _filtered;
    private int _badInSteps;
    private int _badInContract;

    private bool RowsChange => plan.Steps.Count > 0;

    public TransformedRows Run()
    {
        var number = 0;
        try
        {
            foreach (var record in records)
            {
                if (Take(record, number) is { } broken)
                {
                    return Result() with { Rows = [], Error = broken };
                }

                number++;
            }
        }
        catch (ParseFaultException)
        {
            return Result() with { Rows = [], Error = new FetchError(ErrorKind.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The transformed rows take more than {MaxBytes(records):N0} bytes.")) };
        }

        return Result() with { Rows = RowsChange ? _written.Finish() : _kept ?? records, Error = AllBad() };
    }

    public void Dispose() => _written.Dispose();

    /// <summary>An error when the record breaks a frozen contract.</summary>
    private FetchError? Take(ReadOnlyMemory<byte> record, int number)
    {
        if (!Read(record))
        {
            if (!RowsChange && contract is { IsOpen: true })
            {
                _kept?.Add(record);
                return null;
            }

            return Refuse(number, RowsChange ? plan.Steps[0].Name : null, $"the record is {Shown.Value(new FieldValue(record))}, which is no object");
        }

        foreach (var (name, step) in plan.Steps)
        {
            var verdict = step.Apply(_row);
            if (verdict.Bad is { } reason)
            {
                return Refuse(number, name, reason);
            }

            if (!verdict.Keep)
            {
                _filtered++;
                return null;
            }
        }

        if (contract?.Check(_row).Bad is { } broken)
        {
            return Refuse(number, null, broken);
        }

        if (RowsChange)
        {
            _row.Write(_written.Begin());
            _written.End();
        }
        else
        {
            _kept?.Add(record);
        }

        return null;
    }

    private bool Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            return _row.Reread(record);
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair: the parser lets none pass.
            return false;
        }
    }

    /// <param name="step">The step that refuses it; null for the contract.</param>
    private FetchError? Refuse(int number, string? step, string reason)
    {
        if (step is null && contract is { IsFrozen: true })
        {
            return new FetchError(ErrorKind.Schema, $"The rows do not fit the frozen contract: row {number}: {reason}.");
        }

        if (!RowsChange && _kept is null)
        {
            // From here on the rows are no longer all of the records.
            _kept = [.. records.Take(number)];
        }

        _badInSteps += step is null ? 0 : 1;
        _badInContract += step is null ? 1 : 0;
        if (_samples.Count < BadRow.MaxSamples)
        {
            _samples.Add(new BadRow(number, $"{step ?? "contract"}: {reason}"));
        }

        return null;
    }

    private FetchError? AllBad() =>
        records.Count == 0 || _badInSteps + _badInContract < records.Count ? null
        : _badInSteps > 0 ? new FetchError(ErrorKind.Transform, $"Every one of {records.Count} records failed in the transform. Record {_samples[0].Record}: {_samples[0].Reason}.")
        : new FetchError(ErrorKind.Transform, $"Not one of {records.Count} rows fits the contract. Row {_samples[0].Record}: {_samples[0].Reason}.");

    private TransformedRows Result() => new() { Filtered = _filtered, Bad = _badInSteps + _badInContract, Samples = [.. _samples] };

    /// <summary>What rows may grow to: new names and constants repeat in each of them.</summary>
    private static long MaxBytes(IReadOnlyList<ReadOnlyMemory<byte>> records) =>
        Math.Max(ParseLimits.MaxBytes, records.Sum(record => (long)record.Length)) * ParseLimits.RowGrowth;
}
