using System.Text;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>decode</c>: how a body becomes records.</summary>
internal static class DecodeSection
{
    private static readonly (string Word, BodyFormat Format)[] Formats =
    [
        ("auto", BodyFormat.Auto), ("json", BodyFormat.Json), ("ndjson", BodyFormat.Ndjson), ("csv", BodyFormat.Csv),
        ("xml", BodyFormat.Xml), ("feed", BodyFormat.Feed), ("text", BodyFormat.Text),
    ];

    private static readonly Key<BodyFormat> Format = new(
        "format", ParsedKinds.Choice(Formats), "auto", "What the body is: by Content-Type, else by looking at it, when `auto`. `feed` is RSS or Atom.");

    private static readonly Key<string> Records = new(
        "records", new TextKind("dotted path; for xml element names with slashes", path => path.Contains('/', StringComparison.Ordinal) ? FieldPath.FaultInSlashed(path) : FieldPath.FaultIn(path)), "the whole body",
        "Where the records are. JSON: the array of records, or the object that is the one record. XML: the path below the root to the element that is repeated.");

    private static readonly Key<string> Delimiter = new("delimiter", new TextKind("one ASCII character, or `tab`", FaultInDelimiter), "found out", "CSV: what separates the cells.");
    private static readonly Key<bool> Header = new("header", ParsedKinds.Switch(), "true", "CSV: whether the first row names the columns; else they are column1, column2, …");
    private static readonly Key<string> Charset = new("charset", new TextKind("IANA name", FaultInCharset), "found out", "Character encoding; beats what the body and the header say.");

    public static readonly Key<SectionValues> Key = new(
        "decode", new Section(Format, Records, Delimiter, Header, Charset), "", "How a body becomes records.");

    public static string WordOf(BodyFormat format) => Formats.First(f => f.Format == format).Word;

    public static DecodeDefinition? Build(SectionValues source, FaultList faults)
    {
        if (source.Get(Key) is not { IsEmpty: false } decode)
        {
            return null;
        }

        var format = decode.Value(Format) ?? BodyFormat.Auto;
        if (decode.Given(Format) is not { Value: null })
        {
            Refuse(decode, format is BodyFormat.Auto or BodyFormat.Csv, format, [Delimiter, Header], faults);
            Refuse(decode, format is BodyFormat.Auto or BodyFormat.Json or BodyFormat.Xml, format, [Records], faults);
        }

        return new DecodeDefinition
        {
            Format = format,
            Records = decode.Get(Records),
            Delimiter = decode.Get(Delimiter) is "tab" ? "\t" : decode.Get(Delimiter),
            Header = decode.Value(Header),
            Charset = decode.Get(Charset),
        };
    }

    private static void Refuse(SectionValues decode, bool isFine, BodyFormat format, Key[] keys, FaultList faults)
    {
        foreach (var key in isFine ? [] : keys)
        {
            if (decode.Given(key) is { } given)
            {
                faults.Add(given.At, given.Path, $"the format '{WordOf(format)}' takes no '{key.Name}'");
            }
        }
    }

    private static string? FaultInDelimiter(string text) =>
        text is "tab" || CsvDelimiter.Of(text) is not null
            ? null
            : $"'{text}' is not one ASCII character that can separate cells; write for example ';' or tab";

    private static string? FaultInCharset(string name)
    {
        // The framework alone knows Unicode, ASCII and Latin-1; the web uses more.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            Encoding.GetEncoding(name);
            return null;
        }
        catch (ArgumentException)
        {
            return $"'{name}' is not a character encoding; write for example utf-8 or iso-8859-1";
        }
    }
}
