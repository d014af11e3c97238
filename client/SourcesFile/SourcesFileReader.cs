using System.Text;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Client.SourcesFile.Sections;
using Gleaner.Contracts.Sources;
using YamlDotNet.Core;

namespace Gleaner.Client.SourcesFile;

/// <summary>What a sources file says: its sources when there is no fault, else every fault in it.</summary>
internal sealed record SourcesFileContent(IReadOnlyList<SourceDefinition> Sources, IReadOnlyList<SourcesFileFault> Faults);

/// <summary>
/// Reads a sources file: <c>defaults:</c> and <c>sources:</c>. A bare string is a URL; what a source says beats a default,
/// key by key. All faults are found in one pass, because people mend a file and not one line of it.
/// </summary>
internal sealed class SourcesFileReader
{
    private readonly FaultList _faults;
    private readonly Dictionary<string, int> _lineOfName = new(StringComparer.Ordinal);

    private SourcesFileReader(string file) => _faults = new FaultList(file);

    /// <param name="file">Path as the user gave it; <c>-</c> reads <paramref name="input"/>.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SourcesFileContent Read(string file, TextReader input) =>
        file == "-" ? Parse("<stdin>", input.ReadToEnd()) : Parse(file, File.ReadAllText(file, Encoding.UTF8));

    /// <param name="file">Name to report faults under.</param>
    public static SourcesFileContent Parse(string file, string text)
    {
        var reader = new SourcesFileReader(file);
        var sources = reader.ReadDocument(text);
        return reader._faults.Any
            ? new SourcesFileContent([], reader._faults.InOrder())
            : new SourcesFileContent(sources, []);
    }

    private List<SourceDefinition> ReadDocument(string text)
    {
        YamlValue? document;
        try
        {
            using var reader = new StringReader(text);
            document = YamlTree.Read(reader);
        }
        catch (YamlException e)
        {
            _faults.Add((int)e.Start.Line, (int)e.Start.Column, "", $"not YAML: {FirstLine(e.InnerException?.Message ?? e.Message)}");
            return [];
        }

        switch (document)
        {
            case null or YamlText { IsNull: true }:
                _faults.Add(1, 1, "", "the file is empty; it needs 'sources:' with at least one source");
                return [];
            case YamlMap map:
                return ReadTop(map);
            default:
                _faults.Add(document, "", $"the file holds {document.Kind}; it needs 'sources:' with a list");
                return [];
        }
    }

    private List<SourceDefinition> ReadTop(YamlMap map)
    {
        if (!FileSection.Shape.TryRead(map, "", _faults, out var top))
        {
            return [];
        }

        var defaults = top.Get(FileSection.Defaults) is { } given ? SourceSection.Checked(given, _faults) : SectionValues.Of(map, "defaults", []);
        return [.. (top.Get(FileSection.Sources)?.Items ?? []).Select((item, index) => ReadSource(item, $"sources[{index}]", defaults)).OfType<SourceDefinition>()];
    }

    private SourceDefinition? ReadSource(YamlValue item, string path, SectionValues defaults)
    {
        if (item is YamlText { IsNull: false })
        {
            return UrlKinds.Source.TryRead(item, path, _faults, out var bare)
                ? Define(item, path, SourceName.ForUrl(bare), bare, SectionValues.Of(item, path, []).Over(defaults))
                : null;
        }

        if (item is not YamlMap)
        {
            _faults.Add(item, path, $"a source is a URL or a mapping, not {item.Kind}");
            return null;
        }

        // A source without a URL is looked at all the same: every fault counts.
        if (SourceSection.OfSource.TryRead(item, path, _faults, out var values) || values is not null)
        {
            var settings = SourceSection.Checked(values, _faults).Over(defaults);
            var url = values.Get(SourceSection.Url) ?? "";
            var name = values.Given(SourceSection.Name);
            return name is { Value: string text }
                ? Define(name.At, name.Path, text, url, settings)
                : Define(item, path, name is null && url.Length > 0 ? SourceName.ForUrl(url) : null, url, settings);
        }

        return null;
    }

    /// <param name="name">Null when there is none that could be taken twice.</param>
    private SourceDefinition Define(YamlValue at, string path, string? name, string url, SectionValues settings)
    {
        if (name is not null && !_lineOfName.TryAdd(name, at.Line))
        {
            _faults.Add(at, path, $"the name '{name}' is taken by the source in line {_lineOfName[name]}; names must differ");
        }

        return SourceSection.Build(name ?? "", url, settings, _faults);
    }

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.', '\r');
}
