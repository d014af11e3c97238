using System.Globalization;
using System.Text;
using System.Xml;

namespace Gleaner.Pipeline.Parsing;

/// <summary>The text of one element of a feed.</summary>
internal static class FeedText
{
    private static readonly XmlWriterSettings Fragment = new() { ConformanceLevel = ConformanceLevel.Fragment, OmitXmlDeclaration = true, CheckCharacters = false };

    /// <summary>From an element's start to its end: its text, or its inner markup where it says that this is its content (Atom's xhtml).</summary>
    public static string Read(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        return reader.GetAttribute("type") == "xhtml" ? Markup(reader) : Plain(reader);
    }

    /// <summary>From a person's start to its end: the name, else the address.</summary>
    public static string? Person(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return null;
        }

        string? name = null, email = null;
        var depth = reader.Depth;
        while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "name"):
                    name ??= Read(reader);
                    break;
                case (XmlNodeType.Element, "email"):
                    email ??= Read(reader);
                    break;
            }
        }

        return string.IsNullOrWhiteSpace(name) ? email : name;
    }

    private static string Plain(XmlReader reader)
    {
        string? only = null;
        StringBuilder? several = null;
        var depth = reader.Depth;
        while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (!reader.IsText())
            {
                continue;
            }

            if (only is null)
            {
                only = reader.Value;
                continue;
            }

            several ??= new StringBuilder(only);
            several.Append(reader.Value);
        }

        return several?.ToString() ?? only ?? "";
    }

    private static string Markup(XmlReader reader)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = XmlWriter.Create(text, Fragment))
        {
            var depth = reader.Depth;
            while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        // Names alone: what a namespace is called means nothing outside its document.
                        writer.WriteStartElement(reader.LocalName);
                        Attributes(reader, writer);
                        if (reader.IsEmptyElement)
                        {
                            writer.WriteEndElement();
                        }

                        break;
                    case XmlNodeType.EndElement:
                        writer.WriteFullEndElement();
                        break;
                    case var _ when reader.IsText():
                        writer.WriteString(reader.Value);
                        break;
                }
            }
        }

        return text.ToString();
    }

    private static void Attributes(XmlReader reader, XmlWriter writer)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix.Length == 0 && reader.Name != "xmlns")
            {
                writer.WriteAttributeString(reader.LocalName, reader.Value);
            }
        }

        reader.MoveToElement();
    }
}
