using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>How far behind the cursor is read again: a time span for times, a number for numbers.</summary>
internal readonly record struct Lag(TimeSpan? Time, long? Number);

/// <summary><c>cursor</c>: incremental reading.</summary>
internal static class CursorSection
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromDays(366);

    private static readonly Key<string> Field = new("field", FieldPath.OfRow, "", "Field of a record that grows: a number, an ISO 8601 time, or text that sorts. Its greatest stored value is the cursor.");
    private static readonly Key<string> Param = new("param", RequestKeys.ParameterName, "", "Query parameter that carries the cursor.");
    private static readonly Key<string> Start = new("start", new TextKind("text", text => text.Length == 0 ? "the start is empty; leave it out to send none" : null), "none", "Value sent by the first fetch.");
    private static readonly Key<Lag> LagKey = new("lag", new ParsedKind<Lag>(
        $"duration, 1ms to {DurationText.Format(LongestLag)}, for times; whole number for numbers", LagSchema, ParseLag), "none",
        "Reads a window behind the cursor again, for records that come late.");
    private static readonly Key<ImmutableList<string>> KeyFields = new(
        "key", new ListKind<string>("list of fields", FieldPath.OfRow) { MayBeOne = true }, "the whole row", "Fields of a row that tell one record from another: a record read twice replaces itself.");

    public static readonly Key<SectionValues> Key = new(
        "cursor", new Section(Field, Param, Start, LagKey, KeyFields) { MayBeNone = true }, "none",
        "Incremental reading: each fetch asks only for what is newer than what is stored, and merges it in.");

    public static CursorDefinition? Build(SectionValues source, FaultList faults)
    {
        if (source.Get(Key) is not { IsNone: false } cursor)
        {
            return null;
        }

        foreach (var key in ((Key[])[Field, Param]).Where(key => !cursor.Has(key)))
        {
            faults.Add(cursor.At, cursor.Path, $"'{key.Name}' is missing");
        }

        CheckLag(cursor, faults);
        if (cursor.Get(Param) is { } param && source.Get(PaginationSection.Key) is { } pages && PaginationSection.ParamOf(pages) == param)
        {
            faults.Add(cursor.Given(Param)!.At, cursor.Given(Param)!.Path, $"pagination sends '{param}' too; the two need different parameters");
        }

        return cursor.Get(Field) is not { } field || cursor.Get(Param) is not { } name ? null : new CursorDefinition
        {
            Field = field,
            Param = name,
            Start = cursor.Get(Start),
            Lag = cursor.Value(LagKey)?.Time,
            LagNumber = cursor.Value(LagKey)?.Number,
            Key = [.. cursor.Get(KeyFields) ?? []],
        };
    }

    private static void CheckLag(SectionValues cursor, FaultList faults)
    {
        if (cursor.Value(LagKey) is not { } lag || cursor.Get(Start) is not { } start)
        {
            return;
        }

        var (at, path) = (cursor.Given(LagKey)!.At, cursor.Given(LagKey)!.Path);
        var isNumber = decimal.TryParse(start, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (lag.Time is not null && isNumber)
        {
            faults.Add(at, path, $"a duration does not fit the number {start} that the cursor starts at; write a number");
        }
        else if (lag.Number is not null && !isNumber)
        {
            faults.Add(at, path, $"a number does not fit '{start}' that the cursor starts at; write a duration, for example 1h");
        }
    }

    private static string? ParseLag(string text, out Lag lag)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            lag = new Lag(null, number);
            return null;
        }

        var fault = DurationText.Parse(text, LongestLag, out var duration);
        lag = new Lag(duration, null);
        return fault;
    }

    private static JsonObject LagSchema() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
            new JsonObject { ["type"] = "string", ["pattern"] = ParsedKinds.DurationPattern }),
    };
}
