namespace Gleaner.Client.SourcesFile;

/// <summary>A value of a YAML document and where it stands.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
internal abstract record YamlValue(int Line, int Column)
{
    /// <summary>What the value is, for an error message.</summary>
    public abstract string Kind { get; }
}

/// <summary>Text; numbers and booleans are text here, since every field says what it takes.</summary>
/// <param name="IsPlain">True for text without quotes: where any JSON value may stand, <c>1</c> is a number and <c>"1"</c> is text.</param>
internal sealed record YamlText(int Line, int Column, string Text, bool IsPlain) : YamlValue(Line, Column)
{
    /// <summary>True for nothing, <c>~</c> or <c>null</c> written plain.</summary>
    public bool IsNull => IsPlain && (Text is "" or "~" or "null");

    public override string Kind => IsNull ? "nothing" : "text";
}

internal sealed record YamlList(int Line, int Column, IReadOnlyList<YamlValue> Items) : YamlValue(Line, Column)
{
    public override string Kind => "a list";
}

/// <summary>A mapping; a key given twice stands in it twice, so that it can be reported.</summary>
internal sealed record YamlMap(int Line, int Column, IReadOnlyList<(YamlText Key, YamlValue Value)> Entries) : YamlValue(Line, Column)
{
    public override string Kind => "a mapping";
}
