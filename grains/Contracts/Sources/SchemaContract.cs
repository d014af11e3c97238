using System.Collections.Immutable;

namespace Gleaner.Contracts.Sources;

/// <summary>What happens to a row that does not fit the columns.</summary>
public enum ContractMode
{
    /// <summary>New columns and types are taken up.</summary>
    Evolve,

    /// <summary>The fetch fails with kind schema; nothing of it is stored.</summary>
    Freeze,

    /// <summary>The row is left out and counted.</summary>
    DiscardRow,
}

#pragma warning disable CA1720 // The words that users write in their files.
/// <summary>JSON types that a column can have. Null fits every column that is not required.</summary>
public enum FieldType
{
    Text,
    Integer,
    Number,
    Boolean,

    /// <summary>ISO 8601 date and time.</summary>
    Timestamp,
    Object,
    Array,
}
#pragma warning restore CA1720

/// <summary>A source's promise about its rows after the transform. Without columns they are learned from the first fetch that stores rows.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.SchemaContract")]
public sealed record SchemaContract([property: Id(0)] ContractMode Mode, [property: Id(1)] ImmutableArray<ColumnDefinition> Columns);

/// <summary>One column: a top-level field of a row.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.ColumnDefinition")]
public sealed record ColumnDefinition([property: Id(0)] string Name, [property: Id(1)] FieldType Type, [property: Id(2)] bool Required = false);
