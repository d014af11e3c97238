using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>A mapping of known keys.</summary>
internal sealed class Section(params IReadOnlyList<Key> keys) : ValueKind<SectionValues>
{
    private const string NoneWord = "none";

    public IReadOnlyList<Key> Keys => keys;

    /// <summary>Whether <c>none</c> may stand for it, to do without what the defaults say.</summary>
    public bool MayBeNone { get; init; }

    /// <summary>Whether exactly one of the keys must be given.</summary>
    public bool ExactlyOne { get; init; }

    /// <summary>Of these, exactly one must be given.</summary>
    public IReadOnlyList<Key> AlsoOneOf { get; init; } = [];

    /// <summary>Keys that must be given.</summary>
    public IReadOnlyList<Key> Required { get; init; } = [];

    /// <summary>What holds where a source and the defaults both have the section; key by key unless said otherwise.</summary>
    public Func<SectionValues, SectionValues, SectionValues> MergeRule { get; init; } = (own, defaults) => own.Over(defaults);

    public override string Takes => MayBeNone ? "mapping, or `none`" : "mapping";

    public override IEnumerable<(string Before, Key Key)> Inner => keys.Select(key => (".", key));

    public override SectionValues Merge(SectionValues own, SectionValues defaults) => MergeRule(own, defaults);

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out SectionValues result)
    {
        if (MayBeNone && value is YamlText { Text: NoneWord })
        {
            result = SectionValues.None(value, path);
            return true;
        }

        if (value is not YamlMap map)
        {
            var none = MayBeNone ? $" (or '{NoneWord}')" : "";
            faults.Add(value, path, $"a mapping{none} is needed, not {value.Kind}; known are {Names()}");
            result = null;
            return false;
        }

        result = SectionValues.Of(value, path, ReadKeys(map, path, faults, out var hasUnknown));
        return !LacksKeys(result, hasUnknown, faults);
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            properties[key.Name] = Described(key);
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (Required.Count > 0)
        {
            schema["required"] = new JsonArray([.. Required.Select(key => (JsonNode)key.Name)]);
        }

        if (ExactlyOne)
        {
            schema["minProperties"] = 1;
            schema["maxProperties"] = 1;
        }

        if (AlsoOneOf.Count > 0)
        {
            schema["oneOf"] = new JsonArray([.. AlsoOneOf.Select(key => (JsonNode)new JsonObject { ["required"] = new JsonArray(key.Name) })]);
        }

        return MayBeNone ? new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["const"] = NoneWord }, schema) } : schema;
    }

    private static JsonObject Described(Key key)
    {
        var schema = key.Kind.Schema();
        schema["description"] = key.Default.Length > 0 ? $"{key.Meaning} Default: {key.Default}." : key.Meaning;
        if (key.DefaultValue is { } standard)
        {
            schema["default"] = JsonNode.Parse(YamlJson.Of(standard));
        }

        return schema;
    }

    private Dictionary<Key, GivenKey> ReadKeys(YamlMap map, string path, FaultList faults, out bool hasUnknown)
    {
        hasUnknown = false;
        var given = new Dictionary<Key, GivenKey>();
        foreach (var (name, value) in map.Entries)
        {
            var keyPath = path.Length == 0 ? name.Text : $"{path}.{name.Text}";
            var key = keys.FirstOrDefault(k => k.Name == name.Text);
            if (key is null)
            {
                hasUnknown = true;
                var near = NearestWord.To(name.Text, keys.Select(k => k.Name));
                faults.Add(name, keyPath, near is null ? $"unknown key; known are {Names()}" : $"unknown key; did you mean '{near}'?");
            }
            else if (given.ContainsKey(key))
            {
                faults.Add(name, keyPath, "the key is given twice");
            }
            else
            {
                given[key] = new GivenKey(value, keyPath, key.Read(value, keyPath, faults));
            }
        }

        return given;
    }

    private bool LacksKeys(SectionValues values, bool hasUnknown, FaultList faults)
    {
        var missing = Required.Where(key => !values.Has(key)).ToList();
        missing.ForEach(key => faults.Add(values.At, values.Path, $"'{key.Name}' is missing"));
        var rivals = ExactlyOne ? keys : AlsoOneOf;
        var given = rivals.Where(values.Has).ToList();
        if (rivals.Count == 0 || given.Count == 1)
        {
            return missing.Count > 0;
        }

        if (given.Count == 0 && hasUnknown)
        {
            // It was meant to be the one.
            return true;
        }

        faults.Add(values.At, values.Path, $"exactly one of {Names(rivals)} is needed{(given.Count > 1 ? $", not {string.Join(" and ", given.Select(key => key.Name))}" : "")}");
        return true;
    }

    private string Names() => Names(keys);

    private static string Names(IEnumerable<Key> keys) => string.Join(", ", keys.Select(key => key.Name));
}
