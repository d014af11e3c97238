using Gleaner.Client.SourcesFile.Keys;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>Where something stands in a body (<c>data.items</c>) or a row (<c>customer.name</c>, and any column of a CSV file, such as <c>No.</c>).</summary>
internal static class FieldPath
{
    private const int Longest = 500;

    public static readonly TextKind Dotted = new("dotted path", FaultIn);

    public static readonly TextKind OfRow = new("field, dotted where it is inside another", FaultInField);

    /// <summary>Says in one clause what is wrong with a dotted path, or null when nothing is.</summary>
    public static string? FaultIn(string path) =>
        FaultInField(path) ?? (path.Split('.').Contains("") ? $"the path '{path}' has an empty part; write for example data.items" : null);

    /// <summary>The same for a field of a row, which may have dots in its own name.</summary>
    public static string? FaultInField(string path) => path switch
    {
        "" => "the path is empty",
        { Length: > Longest } => $"the path has {path.Length} characters, {Longest} are allowed",
        _ when path.Any(char.IsControl) => "the path has a control character",
        _ => null,
    };

    /// <summary>The same for a path of element names with slashes.</summary>
    public static string? FaultInSlashed(string path) => path.Split('/').Contains("")
        ? $"the path '{path}' has an empty part; write for example channel/item"
        : FaultIn(path.Replace('.', '_'));
}
