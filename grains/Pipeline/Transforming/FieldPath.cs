using System.Globalization;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// The place of a field: <c>user.name</c> goes into objects, <c>items.0.id</c> into arrays by number. A field of the row itself
/// whose name is the whole path, dots and all, comes first.
/// </summary>
internal sealed class FieldPath(string text)
{
    /// <summary>As written.</summary>
    public string Text { get; } = text;

    /// <summary>The path's parts; one where there are no dots.</summary>
    public string[] Parts { get; } = text.Split('.');

    /// <summary>The last part: the field's own name.</summary>
    public string Name => Parts[^1];

    /// <summary>The element that a part means in an array, or -1.</summary>
    public static int Index(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;

    public override string ToString() => Text;
}
