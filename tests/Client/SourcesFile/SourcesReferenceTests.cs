using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gleaner.Client.SourcesFile;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Client.SourcesFile.Sections;

namespace Gleaner.Tests.Client.SourcesFile;

/// <summary>The table of keys, docs/SOURCES.md, docs/sources.schema.json and docs/examples say the same.</summary>
public sealed partial class SourcesReferenceTests
{
    private const string ToTheSchema = "gleaner check --schema > docs/sources.schema.json";

    private static string Docs => Path.Combine(AppContext.BaseDirectory, "docs");

    private static string Reference => File.ReadAllText(Path.Combine(Docs, "SOURCES.md"));

    private static List<(string Path, Key Key)> Keys => [.. SourceSection.OfSource.Keys.SelectMany(key => key.Flatten())];

    public static TheoryData<string> Examples => [.. Directory.GetFiles(Path.Combine(Docs, "examples"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Reference_EveryKey_HasItsRowAndNoOtherKeyHasOne()
    {
        var expected = Keys.Select(key => $"| `{key.Path}` | {key.Key.Kind.Takes} | {key.Key.Default} | {key.Key.Meaning} |").ToList();
        var rows = Reference.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(string.Join('\n', expected.Order(StringComparer.Ordinal)), string.Join('\n', rows.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Reference_EveryExample_IsReadWithoutFault()
    {
        Assert.NotEmpty(ReferenceBlocks());
        Assert.All(ReferenceBlocks(), block => Assert.Empty(SourcesFileReader.Parse("SOURCES.md", block).Faults));
    }

    [Fact]
    public void Reference_EveryKey_HasAnExample()
    {
        var shown = ReferenceBlocks().SelectMany(block =>
        {
            using var text = new StringReader(block);
            return PathsIn(FileSection.Shape, YamlTree.Read(text)!, "");
        }).ToHashSet(StringComparer.Ordinal);
        Assert.All(Keys, key => Assert.Contains($".sources[].{key.Path}", shown));
    }

    [Fact]
    public void SchemaFile_IsWhatTheProgramPrints()
    {
        var file = File.ReadAllText(Path.Combine(Docs, "sources.schema.json")).TrimEnd('\n');
        Assert.True(SourcesSchema.Text == file, $"Run {ToTheSchema}");
    }

    [Fact]
    public void Schema_EveryKey_HasTypeAndDescription()
    {
        var schema = JsonNode.Parse(SourcesSchema.Text)!;
        var source = schema["properties"]!["sources"]!["items"]!["oneOf"]![1]!["properties"]!.AsObject();
        var defaults = schema["properties"]!["defaults"]!["oneOf"]![1]!["properties"]!.AsObject();
        Assert.Equal(SourceSection.OfSource.Keys.Select(key => key.Name), source.Select(property => property.Key));
        Assert.Equal(source.Select(property => property.Key).Except(["name", "url"]), defaults.Select(property => property.Key));
        Assert.All(source.Where(property => defaults.ContainsKey(property.Key)), property => Assert.Equal($"#/$defs/{property.Key}", property.Value!["$ref"]!.GetValue<string>()));
        var named = PropertiesIn(schema).ToList();
        Assert.Equal(
            Keys.Select(key => key.Key.Name).Concat(["defaults", "sources"]).ToHashSet(StringComparer.Ordinal),
            named.Select(property => property.Key).ToHashSet(StringComparer.Ordinal));
        Assert.All(named.Where(property => property.Value!["$ref"] is null), property =>
        {
            Assert.NotEmpty(property.Value!["description"]!.GetValue<string>());

            // Any JSON value has no type.
            Assert.True(property.Key is "equals" or "not_equals" || property.Value["type"] is not null || property.Value["enum"] is not null || property.Value["oneOf"] is not null, property.Key);
        });
    }

    [Fact]
    public void Defaults_ThatAreValues_AreReadByTheirOwnKeys() => Assert.All(
        Keys.Where(key => key.Key.Default.Length > 0 && !key.Key.Default.Contains(' ', StringComparison.Ordinal) && key.Key.Default is not ("none" or "learned")),
        key => Assert.NotNull(key.Key.DefaultValue));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfTheDocs_HasNoFault(string file)
    {
        var content = SourcesFileReader.Parse(file, File.ReadAllText(Path.Combine(Docs, "examples", file)));
        Assert.Empty(content.Faults);
        Assert.NotEmpty(content.Sources);
    }

    [Fact]
    public void Examples_OfTheDocs_AreSix() => Assert.Equal(6, Examples.Count);

    // A block of settings stands for a source with them; others are whole files.
    private static IEnumerable<string> ReferenceBlocks() => YamlBlock().Matches(Reference).Select(match => match.Groups[1].Value).Select(block =>
        block.Contains("sources:", StringComparison.Ordinal) ? block : $"sources:\n  - url: https://example.com/\n    {block.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal)}\n");

    private static IEnumerable<string> PathsIn(ValueKind kind, YamlValue value, string before)
    {
        foreach (var (between, key) in kind.Inner)
        {
            IEnumerable<YamlValue> holders = between switch
            {
                "." => [value],
                "[]." => value is YamlList list ? list.Items : [],
                ".NAME." => value is YamlMap map ? map.Entries.Select(entry => entry.Value) : [],
                _ => throw new NotSupportedException(between),
            };
            foreach (var (name, inner) in holders.OfType<YamlMap>().SelectMany(map => map.Entries).Where(entry => entry.Key.Text == key.Name))
            {
                yield return before + between + name.Text;
                foreach (var path in PathsIn(key.Kind, inner, before + between + name.Text))
                {
                    yield return path;
                }
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> PropertiesIn(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            return array.SelectMany(PropertiesIn);
        }

        return node is not JsonObject map ? [] : map.SelectMany(member => member.Key is "properties" or "$defs"
            ? member.Value!.AsObject().SelectMany(property => PropertiesIn(property.Value).Prepend(property))
            : PropertiesIn(member.Value));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
