using System.Text.Json;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Transforming;

/// <summary>The types of columns, and which values fit them.</summary>
internal static class ColumnTypes
{
    /// <summary>A type's name in files and messages.</summary>
    public static string Name(FieldType type) => type.ToString().ToLowerInvariant();

    /// <summary>The type of a name; false when it is of none.</summary>
    public static bool TryRead(string? name, out FieldType type) =>
        Enum.TryParse(name, ignoreCase: true, out type) && name!.All(char.IsAsciiLetter);

    /// <summary>A value's own type; null for null. Text that looks like a time is text: who wants a time says so.</summary>
    public static FieldType? Of(FieldValue value) => value.Kind switch
    {
        JsonValueKind.String => FieldType.Text,
        JsonValueKind.Number => FieldCasts.IsInteger(value) ? FieldType.Integer : FieldType.Number,
        JsonValueKind.True or JsonValueKind.False => FieldType.Boolean,
        JsonValueKind.Object => FieldType.Object,
        JsonValueKind.Array => FieldType.Array,
        _ => null,
    };

    /// <summary>Whether a value of a type, not null, may stand in a column: its own type, an integer in a number column, ISO 8601 text in a timestamp column.</summary>
    public static bool Fits(FieldType column, FieldType type, FieldValue value) => column switch
    {
        FieldType.Number => type is FieldType.Number or FieldType.Integer,
        FieldType.Timestamp => type == FieldType.Text && Timestamps.TryIso(value.Text, out _),
        _ => column == type,
    };

    /// <summary>The type that a column takes up which has met a value that does not fit: number for numbers, else text, as which everything can be read.</summary>
    public static FieldType Widen(FieldType column, FieldType met) =>
        column is FieldType.Integer && met is FieldType.Number ? FieldType.Number : FieldType.Text;
}
