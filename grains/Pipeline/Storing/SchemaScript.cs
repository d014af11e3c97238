using System.Globalization;
using System.Text.RegularExpressions;

namespace Gleaner.Pipeline.Storing;

/// <summary>One numbered script of sql/, embedded in this assembly.</summary>
/// <param name="Number">Scripts are applied in this order; the highest is the schema's version.</param>
internal sealed partial record SchemaScript(int Number, string Name, string Text)
{
    private const string StepMark = "-- step\n";

    /// <summary>
    /// The script in the parts that are run one by one. A script that changes a table puts "-- step" before each statement: neither dialect
    /// has an ALTER TABLE that may be repeated, so that a step which finds its work done counts as done.
    /// </summary>
    public IReadOnlyList<string> Steps { get; } = Text.Contains(StepMark, StringComparison.Ordinal) ? Text.Split(StepMark)[1..] : [Text];

    /// <summary>True where a step may find its work done.</summary>
    public bool HasSteps => Text.Contains(StepMark, StringComparison.Ordinal);

    /// <summary>The tables that it makes.</summary>
    public IEnumerable<string> Tables => CreatedTable().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>The scripts of one dialect, <c>mysql</c> or <c>sqlite</c>, in order.</summary>
    public static IReadOnlyList<SchemaScript> Load(string dialect)
    {
        var assembly = typeof(SchemaScript).Assembly;
        var scripts = new List<SchemaScript>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var name = resource.Replace('\\', '/');
            if (name.StartsWith($"sql/{dialect}/", StringComparison.Ordinal))
            {
                var file = name[(name.LastIndexOf('/') + 1)..];
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                scripts.Add(new SchemaScript(int.Parse(file.AsSpan(0, 3), provider: CultureInfo.InvariantCulture), file, reader.ReadToEnd()));
            }
        }

        scripts.Sort((left, right) => left.Number.CompareTo(right.Number));
        return scripts;
    }

    [GeneratedRegex(@"^CREATE TABLE IF NOT EXISTS (\w+)", RegexOptions.Multiline)]
    private static partial Regex CreatedTable();
}
