using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>Text that is parsed: a duration, a size, a number, a rate.</summary>
internal sealed class ParsedKind<T>(string takes, Func<JsonObject> schema, ParsedKind<T>.Parser parse) : ValueKind<T>
{
    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public delegate string? Parser(string text, out T result);

    public override string Takes => takes;

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (TextOf(value, path, faults) is not { } text)
        {
            return false;
        }

        if (parse(text.Text, out result) is not { } fault)
        {
            return true;
        }

        faults.Add(value, path, fault);
        return false;
    }

    public override JsonObject Schema() => schema();
}

/// <summary>The kinds of values that are parsed.</summary>
internal static class ParsedKinds
{
    public const string DurationPattern = @"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$";

    public static ParsedKind<TimeSpan> Duration(TimeSpan shortest, TimeSpan longest) => new(
        $"duration, {DurationText.Format(shortest)} to {DurationText.Format(longest)}",
        () => Pattern(DurationPattern),
        (string text, out TimeSpan duration) => DurationText.Parse(text, shortest, longest, out duration));

    public static ParsedKind<long> Bytes(long least, long most) => new(
        $"size, {ByteText.Format(least)} to {ByteText.Format(most)}",
        () => Pattern(@"^[0-9]+(\.[0-9]+)?([KMGT]iB|[kMG]?B)$"),
        (string text, out long bytes) => ByteText.Parse(text, least, most, out bytes));

    public static ParsedKind<int> Number(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"whole number, {least:#,0} to {most:#,0}"),
        () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
        (string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a whole number from {least:#,0} to {most:#,0}"));

    public static ParsedKind<bool> Switch() => new(
        "`true` or `false`",
        () => new JsonObject { ["type"] = "boolean" },
        (string text, out bool result) => (result = text == "true") || text == "false" ? null : $"'{text}' is neither true nor false");

    public static ParsedKind<Rate> Rate() => new(
        string.Create(CultureInfo.InvariantCulture, $"rate, 1 to {RateText.Most:#,0} for each `s`, `m`, `h` or `d`"),
        () => Pattern("^[0-9]+/[smhd]$"),
        RateText.Parse);

    /// <summary>One of a few words.</summary>
    public static ParsedKind<T> Choice<T>(params (string Word, T Value)[] words) => new(
        string.Join(", ", words.Select(w => $"`{w.Word}`")),
        () => new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w.Word)]) },
        (string text, out T value) =>
        {
            var found = Array.FindIndex(words, w => w.Word == text);
            value = found < 0 ? default! : words[found].Value;
            return found < 0 ? $"'{text}' is not one of {string.Join(", ", words.Select(w => w.Word))}" : null;
        });

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
