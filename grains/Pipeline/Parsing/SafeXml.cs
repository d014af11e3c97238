using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// A reader of XML for bodies from anywhere: no DTD and so no entities of its own, nothing is ever fetched, and what the
/// reader must keep (open elements, names, the attributes of one element) is bounded.
/// </summary>
internal static class SafeXml
{
    /// <param name="text">UTF-8; what the document says of its encoding is passed over.</param>
    public static XmlReader Open(ReadOnlyMemory<byte> text) => XmlReader.Create(
        new BoundedTags(new StreamReader(AsStream(text), Encoding.UTF8, detectEncodingFromByteOrderMarks: false)),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = text.Length + 1L,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new BoundedNames(),
            CloseInput = true,
        });

    /// <summary>The next node; false at the end. Everything goes through here, so that nothing is read unbounded.</summary>
    /// <exception cref="ParseFaultException">It is nested too deeply.</exception>
    public static bool Next(this XmlReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.Depth > ParseLimits.MaxXmlDepth)
        {
            throw ParseFaultException.Limit($"line {Line(reader)} is nested deeper than {ParseLimits.MaxXmlDepth} levels");
        }

        return true;
    }

    /// <summary>Moves to the root element.</summary>
    public static void ToRoot(this XmlReader reader)
    {
        while (reader.Next() && reader.NodeType != XmlNodeType.Element)
        {
            // Declaration and white space.
        }
    }

    /// <summary>From an element's start to its end, whatever is in it.</summary>
    public static void PassOver(this XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            // Inside it.
        }
    }

    /// <summary>Whether the reader stands on characters: text, CDATA or white space that counts.</summary>
    public static bool IsText(this XmlReader reader) =>
        reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;

    /// <summary>What went wrong, in words fit for a message.</summary>
    public static string Clause(XmlException error) =>
        error.Message.Contains("DTD", StringComparison.Ordinal)
            ? $"line {error.LineNumber} holds a DTD, which is never read since it can be made to do harm"
            : $"it breaks off or goes wrong in line {error.LineNumber} at character {error.LinePosition}";

    private static int Line(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    private static MemoryStream AsStream(ReadOnlyMemory<byte> text) =>
        MemoryMarshal.TryGetArray(text, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(text.ToArray(), writable: false);

    /// <summary>A table of names that does not grow for ever.</summary>
    private sealed class BoundedNames : NameTable
    {
        private int _count;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        private string Counted(string added) =>
            ++_count <= ParseLimits.MaxXmlNames ? added : throw ParseFaultException.Limit($"it has more than {ParseLimits.MaxXmlNames:N0} different names of elements and attributes");
    }
}
