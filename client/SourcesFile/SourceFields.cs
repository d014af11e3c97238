using System.Collections.Immutable;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile;

/// <summary>What both a source and the defaults may say.</summary>
internal sealed record SourceSettings
{
    public ImmutableArray<HeaderField> Headers { get; init; } = [];

    public ImmutableArray<string>? Tags { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? Deadline { get; init; }

    /// <summary>These settings where given, else the defaults; headers are joined, and of one name the source's own win.</summary>
    public SourceSettings Over(SourceSettings defaults) => new()
    {
        Headers = [.. defaults.Headers.Where(d => !Headers.Any(h => h.Name.Equals(d.Name, StringComparison.OrdinalIgnoreCase))), .. Headers],
        Tags = Tags ?? defaults.Tags,
        Timeout = Timeout ?? defaults.Timeout,
        Deadline = Deadline ?? defaults.Deadline,
    };
}

/// <summary>Reads the fields of a source. A field that cannot be read becomes a fault and null.</summary>
internal sealed class SourceFields(FaultList faults)
{
    public static readonly string[] SourceKeys = ["name", "url", "headers", "tags", "timeout", "deadline"];
    public static readonly string[] SettingKeys = ["headers", "tags", "timeout", "deadline"];

    private const int LongestTag = 100;

    public SourceSettings ReadSettings(IReadOnlyDictionary<string, YamlValue> entries, string path) => new()
    {
        Headers = entries.TryGetValue("headers", out var headers) ? ReadHeaders(headers, $"{path}.headers") : [],
        Tags = entries.TryGetValue("tags", out var tags) ? ReadTags(tags, $"{path}.tags") : null,
        Timeout = entries.TryGetValue("timeout", out var timeout) ? ReadDuration(timeout, $"{path}.timeout", DurationText.LongestTimeout) : null,
        Deadline = entries.TryGetValue("deadline", out var deadline) ? ReadDuration(deadline, $"{path}.deadline", DurationText.LongestDeadline) : null,
    };

    public string? ReadName(YamlValue value, string path)
    {
        var name = ReadText(value, path);
        return Checked(value, path, name, name is null ? null : SourceName.FaultIn(name) is { } fault ? $"the name {fault}" : null);
    }

    public string? ReadUrl(YamlValue value, string path)
    {
        var url = ReadText(value, path);
        return Checked(value, path, url, url is null ? null : SourceUrl.FaultIn(url) is { } fault ? $"the URL '{url}' {fault}" : null);
    }

    private ImmutableArray<HeaderField> ReadHeaders(YamlValue value, string path)
    {
        if (value is not YamlMap map)
        {
            faults.Add(value, path, $"a mapping of header names to values is needed, not {value.Kind}");
            return [];
        }

        var headers = ImmutableArray.CreateBuilder<HeaderField>();
        foreach (var (key, item) in map.Entries)
        {
            var headerPath = $"{path}.{key.Text}";
            if (ReadText(item, headerPath) is not { } text)
            {
                continue;
            }

            var fault = HeaderText.FaultInName(key.Text) ?? HeaderText.FaultInValue(text);
            fault ??= headers.Any(h => h.Name.Equals(key.Text, StringComparison.OrdinalIgnoreCase)) ? "is given twice" : null;
            if (Checked(key, headerPath, text, fault is null ? null : $"the header {fault}") is not null)
            {
                headers.Add(new HeaderField(key.Text, text));
            }
        }

        return headers.ToImmutable();
    }

    private ImmutableArray<string>? ReadTags(YamlValue value, string path)
    {
        if (value is not YamlList list)
        {
            faults.Add(value, path, $"a list of tags is needed, not {value.Kind}");
            return null;
        }

        return [.. list.Items.Select((item, index) => ReadTag(item, $"{path}[{index}]")).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private string? ReadTag(YamlValue value, string path)
    {
        var tag = ReadText(value, path);
        var fault = tag switch
        {
            null => null,
            "" => "the tag is empty",
            { Length: > LongestTag } => $"the tag has {tag.Length} characters, {LongestTag} are allowed",
            _ when tag.Any(c => char.IsControl(c) || c == ',') => "the tag has a comma or a control character",
            _ when tag.Trim() != tag => "the tag begins or ends with a space",
            _ => null,
        };
        return Checked(value, path, tag, fault);
    }

    private TimeSpan? ReadDuration(YamlValue value, string path, TimeSpan longest)
    {
        if (ReadText(value, path) is not { } text)
        {
            return null;
        }

        var fault = DurationText.Parse(text, longest, out var duration);
        return Checked(value, path, text, fault) is null ? null : duration;
    }

    private string? ReadText(YamlValue value, string path)
    {
        if (value is YamlText { IsNull: false } text)
        {
            return text.Text;
        }

        faults.Add(value, path, $"text is needed, not {value.Kind}");
        return null;
    }

    private string? Checked(YamlValue value, string path, string? text, string? fault)
    {
        if (fault is null)
        {
            return text;
        }

        faults.Add(value, path, fault);
        return null;
    }
}
