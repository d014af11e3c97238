using System.Globalization;
using System.Text.RegularExpressions;

namespace Gleaner.Tests.TestSupport;

/// <summary>Reads the Prometheus text format (0.0.4) and fails on what it does not allow.</summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    public PrometheusText(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string? family = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "# EOF"))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                family = comment.Groups["name"].Value;
                if (comment.Groups["what"].Value == "TYPE")
                {
                    Assert.True(_types.TryAdd(family, comment.Groups["text"].Value), $"two types of {family}");
                }

                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"not a sample: {line}");
            Assert.True(family is not null && BelongsTo(sample.Groups["name"].Value, family), $"outside of its family: {line}");
            Assert.True(
                _samples.TryAdd(sample.Groups["name"].Value + sample.Groups["labels"].Value, Number(sample.Groups["value"].Value)), $"twice: {line}");
        }

        Assert.All(_types.Where(type => type.Value == "counter"), type => Assert.EndsWith("_total", type.Key, StringComparison.Ordinal));
        Assert.All(_types.Where(type => type.Value == "histogram"), type => CheckHistogram(type.Key));
    }

    /// <summary>Families by name, with their type.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>The value of the one sample of this name that has this label text.</summary>
    public double Value(string name, string label = "") =>
        _samples.Single(sample => NameOf(sample.Key) == name && sample.Key.Contains(label, StringComparison.Ordinal)).Value;

    private void CheckHistogram(string name)
    {
        var buckets = _samples.Where(sample => NameOf(sample.Key) == name + "_bucket")
            .Select(sample => (Bound: Number(Bound().Match(sample.Key).Groups[1].Value), sample.Value)).OrderBy(bucket => bucket.Bound).ToList();
        Assert.NotEmpty(buckets);
        Assert.Equal(double.PositiveInfinity, buckets[^1].Bound);
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Equal(Value(name + "_count"), buckets[^1].Value);
        Assert.True(Value(name + "_sum") >= 0);
    }

    private static bool BelongsTo(string sample, string family) =>
        sample == family || (sample.StartsWith(family, StringComparison.Ordinal) && sample[family.Length..] is "_bucket" or "_sum" or "_count");

    private static string NameOf(string sample) => sample.Split('{')[0];

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# (?<what>HELP|TYPE|UNIT) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>.+)$")]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="(\\[\\"n]|[^\\"\n])*",?)*\})? (?<value>[0-9.eE+-]+|\+Inf|-Inf|NaN)( \d+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""le="([^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Bound();
}
