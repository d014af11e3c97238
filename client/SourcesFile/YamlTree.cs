using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gleaner.Client.SourcesFile;

/// <summary>
/// Reads one YAML document into <see cref="YamlValue"/>s. Built on the parser's events, because YamlDotNet's own tree
/// stops at the first key given twice and its deserializer at the first fault of any kind.
/// </summary>
internal sealed class YamlTree
{
    // Far more than a sources file needs, and far less than the stack holds.
    private const int MaxDepth = 64;

    private readonly Parser _parser;
    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);
    private int _depth;

    private YamlTree(TextReader text) => _parser = new Parser(text);

    /// <returns>The document's value, or null when the text holds none.</returns>
    /// <exception cref="YamlException">The text is not YAML, or holds more than one document.</exception>
    public static YamlValue? Read(TextReader text)
    {
        var tree = new YamlTree(text);
        tree._parser.Consume<StreamStart>();
        if (tree._parser.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        tree._parser.Consume<DocumentStart>();
        var value = tree.ReadValue();
        tree._parser.Consume<DocumentEnd>();
        if (tree._parser.TryConsume<DocumentStart>(out var second))
        {
            throw new YamlException(second.Start, second.End, "A second document begins here; a sources file is one document");
        }

        return value;
    }

    private YamlValue ReadValue()
    {
        if (++_depth > MaxDepth)
        {
            var mark = _parser.Current?.Start ?? Mark.Empty;
            throw new YamlException(mark, mark, $"Values are nested more than {MaxDepth} deep");
        }

        var (anchor, value) = _parser.Current switch
        {
            Scalar => ReadText(),
            SequenceStart => ReadList(),
            MappingStart => ReadMap(),
            AnchorAlias => (AnchorName.Empty, ReadAlias()),
            var other => throw new YamlException(other?.Start ?? Mark.Empty, other?.End ?? Mark.Empty, "A value is missing"),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = value;
        }

        _depth--;
        return value;
    }

    private (AnchorName, YamlValue) ReadText()
    {
        var scalar = _parser.Consume<Scalar>();
        var (line, column) = Place(scalar.Start);
        return (scalar.Anchor, new YamlText(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain));
    }

    private (AnchorName, YamlValue) ReadList()
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadValue());
        }

        var (line, column) = Place(start.Start);
        return (start.Anchor, new YamlList(line, column, items));
    }

    private (AnchorName, YamlValue) ReadMap()
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<(YamlText, YamlValue)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var mark = _parser.Current!.Start;
            if (ReadValue() is not YamlText key)
            {
                throw new YamlException(mark, mark, "A key must be text");
            }

            entries.Add((key, ReadValue()));
        }

        var (line, column) = Place(start.Start);
        return (start.Anchor, new YamlMap(line, column, entries));
    }

    // An alias stands where it is written, so that a fault in what it brings is shown there.
    private YamlValue ReadAlias()
    {
        var alias = _parser.Consume<AnchorAlias>();
        if (!_anchors.TryGetValue(alias.Value.Value, out var value))
        {
            throw new YamlException(alias.Start, alias.End, $"The anchor '{alias.Value.Value}' is not defined above");
        }

        var (line, column) = Place(alias.Start);
        return value with { Line = line, Column = column };
    }

    private static (int Line, int Column) Place(Mark mark) => ((int)mark.Line, (int)mark.Column);
}
