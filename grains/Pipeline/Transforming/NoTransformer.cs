using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Transforming;

/// <summary>Stands in where no transformer is registered: says so instead of storing rows that are not what their source wants.</summary>
internal sealed class NoTransformer : ITransformer
{
    public TransformedRows Transform(IReadOnlyList<ReadOnlyMemory<byte>> records, SourceDefinition source, ImmutableArray<ColumnDefinition> learned) =>
        new() { Error = new FetchError(ErrorKind.Internal, "This silo cannot transform records.") };
}
