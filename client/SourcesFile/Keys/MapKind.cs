using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>One entry of a mapping whose names the user chooses.</summary>
internal sealed record NamedValue<T>(string Name, T Value);

/// <summary>A mapping whose names the user chooses, in the order of the file.</summary>
/// <param name="takes">What it is, for people: <c>mapping of header names to values</c>.</param>
/// <param name="faultInName">What is wrong with a name in one clause, or null.</param>
internal sealed class MapKind<T>(string takes, Func<string, string?> faultInName, ValueKind<T> item) : ValueKind<ImmutableList<NamedValue<T>>>
{
    public override string Takes => takes;

    /// <summary>How the names are told apart.</summary>
    public StringComparer Names { get; init; } = StringComparer.Ordinal;

    /// <summary>Whether a source's entries are joined to those of the defaults, of one name its own; else they take the place of all of them.</summary>
    public bool Joins { get; init; }

    /// <summary>What the pattern of the names is, for editors.</summary>
    public string? NamePattern { get; init; }

    public override IEnumerable<(string Before, Key Key)> Inner => item.Inner.Select(inner => (".NAME" + inner.Before, inner.Key));

    public override ImmutableList<NamedValue<T>> Merge(ImmutableList<NamedValue<T>> own, ImmutableList<NamedValue<T>> defaults) =>
        Joins ? [.. defaults.Where(d => !own.Exists(o => Names.Equals(o.Name, d.Name))), .. own] : own;

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out ImmutableList<NamedValue<T>> result)
    {
        result = null;
        if (value is not YamlMap map)
        {
            faults.Add(value, path, $"a {takes} is needed, not {value.Kind}");
            return false;
        }

        var entries = ImmutableList.CreateBuilder<NamedValue<T>>();
        var seen = new HashSet<string>(Names);
        var good = true;
        foreach (var (key, element) in map.Entries)
        {
            var keyPath = $"{path}.{key.Text}";
            if ((faultInName(key.Text) ?? (seen.Add(key.Text) ? null : "is given twice")) is { } fault)
            {
                faults.Add(key, keyPath, $"the name {fault}");
                good = false;
            }
            else if (item.TryRead(element, keyPath, faults, out var read))
            {
                entries.Add(new NamedValue<T>(key.Text, read));
            }
            else
            {
                good = false;
            }
        }

        result = entries.ToImmutable();
        return good;
    }

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = item.Schema() };
        if (NamePattern is not null)
        {
            schema["propertyNames"] = new JsonObject { ["pattern"] = NamePattern };
        }

        return schema;
    }
}
