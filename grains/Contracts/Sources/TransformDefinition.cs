using System.Collections.Immutable;

namespace Gleaner.Contracts.Sources;

/// <summary>What a step does to a row.</summary>
public enum TransformKind
{
    /// <summary>Keeps only these fields, in this order; Argument renames one.</summary>
    Select,

    /// <summary>Removes fields.</summary>
    Drop,

    /// <summary>Renames Field to Argument.</summary>
    Rename,

    /// <summary>Turns Field into the type that Argument names (<see cref="FieldType"/> in lower case). A value that cannot be turned makes a bad row.</summary>
    Cast,

    /// <summary>Keeps only rows whose Field compares so with Argument.</summary>
    Filter,

    /// <summary>Sets Field to Argument, a JSON value.</summary>
    Constant,

    /// <summary>Lifts the members of the object Field up, named Field + Argument + member; Argument is the separator.</summary>
    Flatten,
}

/// <summary>How a filter compares.</summary>
public enum FilterOperator
{
    Equals,
    NotEquals,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,

    /// <summary>The field is there and not null; Argument is true or false.</summary>
    Exists,
}

/// <summary>Steps that each record goes through, in order.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.TransformDefinition")]
public sealed record TransformDefinition([property: Id(0)] ImmutableArray<TransformStep> Steps);

/// <summary>One step over one or more fields.</summary>
/// <param name="Operator">Set exactly for a filter.</param>
[GenerateSerializer, Immutable, Alias("gleaner.TransformStep")]
public sealed record TransformStep(
    [property: Id(0)] TransformKind Kind,
    [property: Id(1)] ImmutableArray<TransformField> Fields,
    [property: Id(2)] FilterOperator? Operator = null);

/// <summary>A field that a step works on.</summary>
/// <param name="Field">Dotted path.</param>
/// <param name="Argument">What <see cref="TransformKind"/> says; for Filter and Constant a JSON value.</param>
[GenerateSerializer, Immutable, Alias("gleaner.TransformField")]
public sealed record TransformField([property: Id(0)] string Field, [property: Id(1)] string? Argument = null);
