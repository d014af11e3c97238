using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// Sends each record through the steps in one pass and holds the result against the contract. Steps and contracts are about
/// fields: a record that is no object is a bad row as soon as there are any (of a contract that evolves alone: it passes).
/// </summary>
public sealed class Transformer : ITransformer
{
    /// <inheritdoc/>
    public TransformedRows Transform(
        IReadOnlyList<ReadOnlyMemory<byte>> records, SourceDefinition source, ImmutableArray<ColumnDefinition> learned, bool learning = false)
    {
        learned = learned.IsDefault ? [] : learned;
        if (ITransformer.IsIdle(source))
        {
            return new TransformedRows { Rows = records, Columns = learned };
        }

        string? fault = null;
        var plan = source.Transform is { } transform ? TransformPlan.Compile(transform, out fault) : TransformPlan.Empty;
        if (fault is not null)
        {
            return new TransformedRows { Columns = learned, Error = new FetchError(ErrorKind.Transform, fault) };
        }

        var contract = source.Contract is { } wanted ? new RowContract(wanted, learned, learning) : null;
        using var pass = new TransformPass(plan, contract, records);
        return pass.Run() with { Columns = contract?.Columns ?? learned };
    }
}
