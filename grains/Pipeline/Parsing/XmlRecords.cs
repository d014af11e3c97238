using System.Xml;

namespace Gleaner.Pipeline.Parsing;

/// <summary>The elements at a path of an XML document as records, or its root element as one.</summary>
internal static class XmlRecords
{
    /// <summary>Most names of elements named in a message.</summary>
    private const int MaxNamesNamed = 12;

    /// <param name="text">UTF-8.</param>
    /// <param name="path">
    /// Slash-separated element names below the root (with a leading slash: from the root on), with or without their prefixes; null takes the
    /// root. No element by the last name is no record; the elements that lead there must exist.
    /// </param>
    /// <param name="maxRowBytes">Most bytes of all records together.</param>
    /// <exception cref="ParseFaultException">It is no XML, passes a bound, or the path is not there.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> text, string? path, long maxRowBytes)
    {
        try
        {
            using var reader = SafeXml.Open(text);
            using var rows = new RowWriter(maxRowBytes, ParseLimits.MaxRecordsOf(text.Length));
            var element = new XmlElementJson(maxRowBytes);
            reader.ToRoot();
            if (path is null)
            {
                Add(rows, element, reader);
            }
            else
            {
                Follow(reader, path, () => Add(rows, element, reader));
            }

            while (reader.Next())
            {
                // To the end: throws on what is wrong behind the records.
            }

            return rows.Finish();
        }
        catch (XmlException error)
        {
            throw new ParseFaultException(SafeXml.Clause(error));
        }
    }

    private static void Add(RowWriter rows, XmlElementJson element, XmlReader reader)
    {
        rows.Begin().WriteRawValue(element.Read(reader), skipInputValidation: true);
        rows.End();
    }

    private static void Follow(XmlReader reader, string path, Action found)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (path.StartsWith('/') && names.Length > 0)
        {
            if (!Is(reader, names[0]))
            {
                throw ParseFaultException.Limit($"its records path '{path}' is not there: the root element is {reader.Name}");
            }

            names = names[1..];
        }

        if (names.Length == 0)
        {
            found();
            return;
        }

        var search = new Search(names, found);
        search.Children(reader, 0);
        search.Demand(path);
    }

    private static bool Is(XmlReader reader, string name) => name == reader.LocalName || name == reader.Name;

    /// <summary>A walk down the named elements only.</summary>
    private sealed class Search(string[] names, Action found)
    {
        private readonly HashSet<string> _instead = [];

        /// <summary>How many of the names that lead to the records were seen.</summary>
        private int _reached;

        /// <summary>From the start to the end of an element whose children go by the name with this number.</summary>
        public void Children(XmlReader reader, int level)
        {
            _reached = Math.Max(_reached, level);
            if (reader.IsEmptyElement)
            {
                return;
            }

            var depth = reader.Depth;
            while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    Child(reader, level);
                }
            }
        }

        public void Demand(string path)
        {
            if (_reached < names.Length - 1)
            {
                var parent = _reached == 0 ? "the root" : $"'{string.Join('/', names[.._reached])}'";
                throw ParseFaultException.Limit($"its records path '{path}' is not there: {parent} {(_instead.Count == 0 ? "has no elements" : $"has {string.Join(", ", _instead)}")}");
            }
        }

        private void Child(XmlReader reader, int level)
        {
            if (!Is(reader, names[level]))
            {
                if (level == _reached && _instead.Count < MaxNamesNamed)
                {
                    _instead.Add(reader.Name);
                }

                reader.PassOver();
            }
            else if (level == names.Length - 1)
            {
                found();
            }
            else
            {
                if (level == _reached)
                {
                    _instead.Clear();
                }

                Children(reader, level + 1);
            }
        }
    }
}
