using System.Text.Json;

namespace Gleaner.Pipeline.Parsing;

/// <summary>One item of a feed, the same whatever the feed's kind. What comes twice and may come once: the first counts.</summary>
internal sealed class FeedItem
{
    private readonly List<string> _categories = [];
    private readonly List<(string Url, string? Type, string? Length)> _enclosures = [];
    private readonly List<string> _authors = [];

    public string? Title { get; set => field ??= NotEmpty(value); }

    public string? Link { get; set => field ??= NotEmpty(value); }

    public string? Id { get; set => field ??= NotEmpty(value); }

    /// <summary>As sent.</summary>
    public string? Published { get; set => field ??= NotEmpty(value); }

    /// <summary>As sent.</summary>
    public string? Updated { get; set => field ??= NotEmpty(value); }

    public string? Summary { get; set => field ??= NotEmpty(value); }

    public string? Content { get; set => field ??= NotEmpty(value); }

    /// <summary>The id where nothing better is known of the link, and the other way round.</summary>
    public string? PermanentLink { get; set; }

    public void AddAuthor(string? name) => Add(_authors, name);

    public void AddCategory(string? name) => Add(_categories, name);

    public void AddEnclosure(string? url, string? type, string? length)
    {
        if (NotEmpty(url) is { } place && _enclosures.Count < ParseLimits.MaxFeedLinks && !_enclosures.Exists(other => other.Url == place))
        {
            _enclosures.Add((place, NotEmpty(type), NotEmpty(length)));
        }
    }

    /// <summary>Writes title, link, id, published, updated, author, summary and content (text or null), categories and enclosures (arrays).</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("title", Title);
        json.WriteString("link", Link ?? PermanentLink);
        json.WriteString("id", Id ?? Link);
        json.WriteString("published", Time(Published));
        json.WriteString("updated", Time(Updated));
        json.WriteString("author", _authors.Count == 0 ? null : string.Join(", ", _authors));
        json.WriteString("summary", Summary);
        json.WriteString("content", Content);
        json.WriteStartArray("categories");
        _categories.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartArray("enclosures");
        foreach (var (url, type, length) in _enclosures)
        {
            json.WriteStartObject();
            json.WriteString("url", url);
            json.WriteString("type", type);
            if (long.TryParse(length, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bytes))
            {
                json.WriteNumber("length", bytes);
            }
            else
            {
                json.WriteNull("length");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>ISO 8601 in UTC; a time that nobody understands stays as it was sent.</summary>
    private static string? Time(string? text) => text is not null && Timestamps.TryRead(text, out var time) ? Timestamps.ToIso(time) : text;

    private static void Add(List<string> list, string? text)
    {
        if (NotEmpty(text) is { } some && list.Count < ParseLimits.MaxFeedLinks && !list.Contains(some))
        {
            list.Add(some);
        }
    }

    private static string? NotEmpty(string? text) => text?.Trim() is { Length: > 0 } some ? some : null;
}
