using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>responses</c>: what statuses mean to this source, before the common table.</summary>
internal static class ResponsesKey
{
    public static readonly Key<ImmutableList<ResponseOverride>> Key = new(
        "responses", new ResponsesKind(), "",
        "What a status means to this source: `accept` reads the body, `retry` tries again, `fail` gives up, `ignore` is fine and brings nothing, "
        + "`rate-limited` waits as the server says. A source's own count before the defaults', those before the common table, and of several ranges the narrowest.");

    public static string WordOf(ResponseAction action) => ResponsesKind.Words.First(w => w.Action == action).Word;

    public static ResponsesDefinition? Build(SectionValues source) => source.Get(Key) is { Count: > 0 } rules ? new ResponsesDefinition([.. rules]) : null;
}

internal sealed class ResponsesKind : ValueKind<ImmutableList<ResponseOverride>>
{
    private const int Lowest = 200;
    private const int Highest = 599;

    public static readonly (string Word, ResponseAction Action)[] Words =
    [
        ("accept", ResponseAction.Accept), ("retry", ResponseAction.Retry), ("fail", ResponseAction.Fail),
        ("ignore", ResponseAction.Ignore), ("rate-limited", ResponseAction.RateLimited),
    ];

    private static readonly ParsedKind<ResponseAction> Actions = ParsedKinds.Choice(Words);

    public override string Takes => $"mapping of `404`, `5xx` or `520-529` to {Actions.Takes}";

    public override ImmutableList<ResponseOverride> Merge(ImmutableList<ResponseOverride> own, ImmutableList<ResponseOverride> defaults) =>
        [.. own, .. defaults.Where(d => !own.Exists(o => (o.First, o.Last) == (d.First, d.Last)))];

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out ImmutableList<ResponseOverride> result)
    {
        result = null;
        if (value is not YamlMap map)
        {
            faults.Add(value, path, $"a mapping of statuses to actions is needed, not {value.Kind}");
            return false;
        }

        var rules = new List<ResponseOverride>();
        var good = true;
        foreach (var (key, item) in map.Entries)
        {
            var rulePath = $"{path}.{key.Text}";
            var isRead = Actions.TryRead(item, rulePath, faults, out var action);
            var fault = ParseRange(key.Text, out var first, out var last) ?? Clash(rules, first, last);
            if (fault is not null)
            {
                faults.Add(key, rulePath, fault);
            }
            else if (isRead)
            {
                rules.Add(new ResponseOverride(first, last, action));
            }

            good &= isRead && fault is null;
        }

        // A mapping has no order, so the narrower range wins wherever it stands.
        result = [.. rules.OrderBy(rule => rule.Last - rule.First)];
        return good;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = "^([2-5][0-9][0-9](-[2-5][0-9][0-9])?|[2-5]xx)$" },
        ["additionalProperties"] = Actions.Schema(),
    };

    private static string? ParseRange(string text, out int first, out int last)
    {
        var parts = text.EndsWith("xx", StringComparison.Ordinal) ? [$"{text[..^2]}00", $"{text[..^2]}99"] : text.Split('-');
        (first, last) = (0, 0);
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out first) && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out last)
            && first is >= Lowest and <= Highest && last >= first && last <= Highest
            ? null
            : $"'{text}' is no status from {Lowest} to {Highest}; write for example 404, 5xx or 520-529";
    }

    private static string? Clash(List<ResponseOverride> rules, int first, int last)
    {
        foreach (var rule in rules.Where(rule => rule.First <= last && first <= rule.Last))
        {
            var isInside = (rule.First <= first && last <= rule.Last) || (first <= rule.First && rule.Last <= last);
            if (!isInside || rule.Last - rule.First == last - first)
            {
                return $"overlaps with {(rule.First == rule.Last ? rule.First : $"{rule.First}-{rule.Last}")}; one must lie inside the other";
            }
        }

        return null;
    }
}
