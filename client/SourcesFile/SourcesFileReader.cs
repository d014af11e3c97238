using System.Text;
using Gleaner.Contracts.Sources;
using YamlDotNet.Core;

namespace Gleaner.Client.SourcesFile;

/// <summary>What a sources file says: its sources when there is no fault, else every fault in it.</summary>
internal sealed record SourcesFileContent(IReadOnlyList<SourceDefinition> Sources, IReadOnlyList<SourcesFileFault> Faults);

/// <summary>
/// Reads a sources file: <c>defaults:</c> and <c>sources:</c>. A bare string is a URL; what a source says beats a default,
/// header by header. All faults are found in one pass, because people mend a file and not one line of it.
/// </summary>
internal sealed class SourcesFileReader
{
    private static readonly string[] TopKeys = ["defaults", "sources"];

    private readonly FaultList _faults;
    private readonly SourceFields _fields;
    private readonly Dictionary<string, int> _lineOfName = new(StringComparer.Ordinal);

    private SourcesFileReader(string file)
    {
        _faults = new FaultList(file);
        _fields = new SourceFields(_faults);
    }

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
        var entries = _faults.KnownEntries(map, "", TopKeys);
        var defaults = entries.TryGetValue("defaults", out var value) ? ReadDefaults(value) : new SourceSettings();
        if (!entries.TryGetValue("sources", out var list))
        {
            _faults.Add(map, "", "'sources:' is missing");
            return [];
        }

        if (list is not YamlList { Items.Count: > 0 } items)
        {
            _faults.Add(list, "sources", list is YamlList ? "the list is empty; it needs at least one source" : $"a list of sources is needed, not {list.Kind}");
            return [];
        }

        return [.. items.Items.Select((item, index) => ReadSource(item, $"sources[{index}]", defaults)).OfType<SourceDefinition>()];
    }

    private SourceSettings ReadDefaults(YamlValue value)
    {
        if (value is YamlText { IsNull: true })
        {
            return new SourceSettings();
        }

        if (value is not YamlMap map)
        {
            _faults.Add(value, "defaults", $"a mapping is needed, not {value.Kind}");
            return new SourceSettings();
        }

        return _fields.ReadSettings(_faults.KnownEntries(map, "defaults", SourceFields.SettingKeys), "defaults");
    }

    private SourceDefinition? ReadSource(YamlValue item, string key, SourceSettings defaults)
    {
        if (item is YamlText { IsNull: false } bare)
        {
            return _fields.ReadUrl(bare, key) is { } url ? Define(bare, key, SourceName.ForUrl(url), url, defaults) : null;
        }

        if (item is not YamlMap map)
        {
            _faults.Add(item, key, $"a source is a URL or a mapping, not {item.Kind}");
            return null;
        }

        var entries = _faults.KnownEntries(map, key, SourceFields.SourceKeys);
        var settings = _fields.ReadSettings(entries, key).Over(defaults);
        if (!entries.TryGetValue("url", out var urlValue))
        {
            _faults.Add(map, key, "'url' is missing");
        }

        var sourceUrl = urlValue is null ? null : _fields.ReadUrl(urlValue, $"{key}.url");
        var name = entries.TryGetValue("name", out var nameValue)
            ? _fields.ReadName(nameValue, $"{key}.name")
            : sourceUrl is null ? null : SourceName.ForUrl(sourceUrl);
        return name is null ? null : Define(nameValue ?? map, nameValue is null ? key : $"{key}.name", name, sourceUrl ?? "", settings);
    }

    private SourceDefinition Define(YamlValue at, string key, string name, string url, SourceSettings settings)
    {
        if (!_lineOfName.TryAdd(name, at.Line))
        {
            _faults.Add(at, key, $"the name '{name}' is taken by the source in line {_lineOfName[name]}; names must differ");
        }

        return new SourceDefinition
        {
            Name = name,
            Url = url,
            Headers = settings.Headers,
            Tags = settings.Tags ?? [],
            Timeout = settings.Timeout,
            Deadline = settings.Deadline,
        };
    }

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.', '\r');
}
