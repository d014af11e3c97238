using System.Collections.Immutable;
using System.Text.Json;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// A source's contract over the rows of one body. The columns are those declared, else those learned; without either they are learned
/// from these rows, whatever the mode. An evolving contract adds the learned ones to those declared, takes up what is new, and
/// still refuses rows without a required field.
/// </summary>
internal sealed class RowContract
{
    /// <summary>Most columns taken up: objects with keys that are data (dates, ids) would add some with every row. Rows with more pass all the same.</summary>
    public const int MaxColumns = 1_000;

    private readonly bool _evolves;
    private readonly List<ColumnDefinition> _columns;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _required;

    /// <param name="learning">The rows belong to the fetch that columns are learned from, though an earlier page has taught some.</param>
    public RowContract(SchemaContract contract, ImmutableArray<ColumnDefinition> learned, bool learning)
    {
        var declared = contract.Columns.IsDefault ? [] : contract.Columns;
        learned = learned.IsDefault ? [] : learned;
        _evolves = contract.Mode == ContractMode.Evolve || (declared.IsEmpty && (learning || learned.IsEmpty));
        IsFrozen = contract.Mode == ContractMode.Freeze;
        _columns = [.. declared];
        if (declared.IsEmpty || _evolves)
        {
            // A declared column that has evolved is among the learned ones with its new type.
            var types = learned.DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
            _columns = [.. declared.Select(column => types.TryGetValue(column.Name, out var type) ? column with { Type = type } : column), .. learned.ExceptBy(declared.Select(column => column.Name), column => column.Name)];
        }

        for (var i = 0; i < _columns.Count; i++)
        {
            _places.TryAdd(_columns[i].Name, i);
        }

        _required = [.. _columns.Where(column => column.Required).Select(column => column.Name)];
    }

    /// <summary>What is no object passes: there is nothing that it would have to fit.</summary>
    public bool IsOpen => _evolves && _required.IsEmpty;

    /// <summary>One row that does not fit breaks all.</summary>
    public bool IsFrozen { get; }

    public ImmutableArray<ColumnDefinition> Columns => [.. _columns];

    public RowVerdict Check(RowFields row)
    {
        foreach (var name in _required)
        {
            if (!row.TryGet(name, out var value) || value.Kind == JsonValueKind.Null)
            {
                return RowVerdict.Refused($"column '{name}' is required and {(value.IsNothing ? "not there" : "null")}");
            }
        }

        foreach (var (name, value) in row.Fields)
        {
            if (ColumnTypes.Of(value) is not { } type)
            {
                if (!_evolves && !_places.ContainsKey(name))
                {
                    return Unknown(name);
                }

                continue;
            }

            if (!_places.TryGetValue(name, out var place))
            {
                if (!_evolves)
                {
                    return Unknown(name);
                }

                Take(name, type);
                continue;
            }

            var column = _columns[place];
            if (ColumnTypes.Fits(column.Type, type, value))
            {
                continue;
            }

            if (!_evolves)
            {
                return RowVerdict.Refused($"column '{name}' is {ColumnTypes.Name(column.Type)} and here {ColumnTypes.Name(type)}: {Shown.Value(value)}");
            }

            _columns[place] = column with { Type = ColumnTypes.Widen(column.Type, type) };
        }

        return RowVerdict.Kept;
    }

    private static RowVerdict Unknown(string name) => RowVerdict.Refused($"column '{Shown.Name(name)}' is not in the contract");

    private void Take(string name, FieldType type)
    {
        if (_columns.Count < MaxColumns)
        {
            _places.Add(name, _columns.Count);
            _columns.Add(new ColumnDefinition(name, type));
        }
    }
}
