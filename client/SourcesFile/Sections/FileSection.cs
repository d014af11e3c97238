using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Gleaner.Client.SourcesFile.Keys;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>The top of a sources file.</summary>
internal static class FileSection
{
    public static readonly Key<SectionValues> Defaults = new(
        "defaults", new DefaultsKind(), "none", "What holds for every source that does not say otherwise: all keys of a source but `name` and `url`. Sections are merged key by key.");

    public static readonly Key<YamlList> Sources = new("sources", new SourcesKind(), "", "The sources: URLs, or mappings.");

    public static readonly Section Shape = new(Defaults, Sources) { Required = [Sources] };

    private sealed class DefaultsKind : ValueKind<SectionValues>
    {
        public override string Takes => SourceSection.OfDefaults.Takes;

        public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out SectionValues result)
        {
            // People comment all of it out.
            if (value is YamlText { IsNull: true })
            {
                result = SectionValues.Of(value, path, []);
                return true;
            }

            return SourceSection.OfDefaults.TryRead(value, path, faults, out result);
        }

        public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, SourceSection.OfDefaults.Schema()) };
    }

    /// <summary>The list itself: its items are read once the defaults are known.</summary>
    private sealed class SourcesKind : ValueKind<YamlList>
    {
        public override string Takes => "list of URLs and mappings";

        public override IEnumerable<(string Before, Key Key)> Inner => SourceSection.OfSource.Inner.Select(inner => ("[]" + inner.Before, inner.Key));

        public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out YamlList result)
        {
            result = value as YamlList;
            if (result is { Items.Count: > 0 })
            {
                return true;
            }

            faults.Add(value, path, result is null ? $"a list of sources is needed, not {value.Kind}" : "the list is empty; it needs at least one source");
            return false;
        }

        public override JsonObject Schema() => new()
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["items"] = new JsonObject { ["oneOf"] = new JsonArray(UrlKinds.Source.Schema(), SourceSection.OfSource.Schema()) },
        };
    }
}
