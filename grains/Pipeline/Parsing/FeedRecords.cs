using System.Xml;

namespace Gleaner.Pipeline.Parsing;

/// <summary>The items of an RSS 2.0, RSS 1.0 (RDF) or Atom document, each as one <see cref="FeedItem"/>.</summary>
internal static class FeedRecords
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string AtomDraft = "http://purl.org/atom/ns#";
    private const string Dublin = "http://purl.org/dc/elements/1.1/";
    private const string DublinTerms = "http://purl.org/dc/terms/";
    private const string RssContent = "http://purl.org/rss/1.0/modules/content/";
    private const string Media = "http://search.yahoo.com/mrss/";
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    /// <param name="text">UTF-8.</param>
    /// <param name="maxRowBytes">Most bytes of all records together.</param>
    /// <exception cref="ParseFaultException">It is no feed or passes a bound.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> text, long maxRowBytes)
    {
        try
        {
            using var reader = SafeXml.Open(text);
            using var rows = new RowWriter(maxRowBytes, ParseLimits.MaxRecordsOf(text.Length));
            reader.ToRoot();
            if (!IsFeed(reader))
            {
                throw new ParseFaultException($"its root element is {reader.Name} and neither rss, rdf:RDF nor feed");
            }

            while (reader.Next())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "item" or "entry")
                {
                    Item(reader).Write(rows.Begin());
                    rows.End();
                }
            }

            return rows.Finish();
        }
        catch (XmlException error)
        {
            throw new ParseFaultException(SafeXml.Clause(error));
        }
    }

    /// <summary>Whether a document's root element is that of a feed.</summary>
    public static bool Recognizes(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var reader = SafeXml.Open(text);
            reader.ToRoot();
            return IsFeed(reader);
        }
        catch (Exception error) when (error is XmlException or ParseFaultException)
        {
            return false;
        }
    }

    private static bool IsFeed(XmlReader reader) => (reader.LocalName, reader.NamespaceURI) switch
    {
        ("rss", _) or ("feed", Atom or AtomDraft) => true,
        // RDF may be about anything; RSS 1.0 and 0.9 are its default namespace here.
        ("RDF", Rdf) => reader.LookupNamespace("") is { } space && (space.StartsWith("http://purl.org/rss/", StringComparison.Ordinal) || space.EndsWith("/rdf/simple/0.9/", StringComparison.Ordinal)),
        _ => false,
    };

    private static FeedItem Item(XmlReader reader)
    {
        var item = new FeedItem();
        if (reader.GetAttribute("about", Rdf) is { } about)
        {
            item.Id = about;
        }

        if (reader.IsEmptyElement)
        {
            return item;
        }

        var depth = reader.Depth;
        while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                Member(reader, item);
            }
        }

        return item;
    }

    private static void Member(XmlReader reader, FeedItem item)
    {
        switch (reader.LocalName, reader.NamespaceURI)
        {
            case ("link", Atom or AtomDraft):
                AtomLink(reader, item);
                reader.PassOver();
                break;
            case ("enclosure", _):
                item.AddEnclosure(reader.GetAttribute("url"), reader.GetAttribute("type"), reader.GetAttribute("length"));
                reader.PassOver();
                break;
            case ("content", Media):
                item.AddEnclosure(reader.GetAttribute("url"), reader.GetAttribute("type"), reader.GetAttribute("fileSize"));
                reader.PassOver();
                break;
            case (_, Media):
                reader.PassOver();
                break;
            case ("category", _) when reader.GetAttribute("term") is { } term:
                item.AddCategory(term);
                reader.PassOver();
                break;
            case ("guid", _):
                var isLink = reader.GetAttribute("isPermaLink") != "false";
                var guid = FeedText.Read(reader);
                item.Id = guid;
                item.PermanentLink = isLink && Uri.IsWellFormedUriString(guid, UriKind.Absolute) ? guid : null;
                break;
            case ("author" or "contributor", Atom or AtomDraft):
                var isAuthor = reader.LocalName == "author";
                var name = FeedText.Person(reader);
                item.AddAuthor(isAuthor ? name : null);
                break;
            default:
                Text(item, reader.LocalName, reader.NamespaceURI, reader);
                break;
        }
    }

    private static void AtomLink(XmlReader reader, FeedItem item)
    {
        switch (reader.GetAttribute("rel") ?? "alternate")
        {
            case "alternate":
                item.Link = reader.GetAttribute("href");
                break;
            case "enclosure":
                item.AddEnclosure(reader.GetAttribute("href"), reader.GetAttribute("type"), reader.GetAttribute("length"));
                break;
        }
    }

    /// <summary>The elements that are text alone. Where RSS and a namespace of its own say the same, what comes first counts.</summary>
    private static void Text(FeedItem item, string name, string space, XmlReader reader)
    {
        var text = FeedText.Read(reader);
        switch (name, space)
        {
            case ("title", not Dublin):
                item.Title = text;
                break;
            case ("link", _):
                item.Link = text;
                break;
            case ("id", Atom or AtomDraft):
                item.Id = text;
                break;
            case ("pubDate", _) or ("published" or "issued", Atom or AtomDraft) or ("date", Dublin):
                item.Published = text;
                break;
            case ("updated" or "modified", Atom or AtomDraft) or ("modified", DublinTerms):
                item.Updated = text;
                break;
            case ("author", _) or ("creator", Dublin):
                item.AddAuthor(text);
                break;
            case ("description", not Dublin) or ("summary", Atom or AtomDraft):
                item.Summary = text;
                break;
            case ("encoded", RssContent) or ("content", Atom or AtomDraft):
                item.Content = text;
                break;
            case ("category", _) or ("subject", Dublin):
                item.AddCategory(text);
                break;
        }
    }
}
