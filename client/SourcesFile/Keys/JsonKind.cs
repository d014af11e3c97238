using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>Any value, kept as JSON text.</summary>
/// <param name="scalarsOnly">Whether lists and mappings are refused.</param>
internal sealed class JsonKind(bool scalarsOnly = false) : ValueKind<string>
{
    public override string Takes => scalarsOnly ? "text, number, `true` or `false`" : "any value";

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out string result)
    {
        result = YamlJson.Of(value);
        if (scalarsOnly && value is not YamlText { IsNull: false })
        {
            faults.Add(value, path, $"text, a number, true or false is needed, not {value.Kind}");
            return false;
        }

        return !RepeatsKeys(value, path, faults);
    }

    public override JsonObject Schema() => scalarsOnly ? new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } : [];

    /// <summary>Reports the keys that are given twice anywhere in a value: JSON has no use for them.</summary>
    public static bool RepeatsKeys(YamlValue value, string path, FaultList faults)
    {
        var repeats = false;
        switch (value)
        {
            case YamlMap map:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var (key, item) in map.Entries)
                {
                    if (!seen.Add(key.Text))
                    {
                        faults.Add(key, $"{path}.{key.Text}", "the key is given twice");
                        repeats = true;
                    }

                    repeats |= RepeatsKeys(item, $"{path}.{key.Text}", faults);
                }

                break;
            case YamlList list:
                foreach (var (index, item) in list.Items.Index())
                {
                    repeats |= RepeatsKeys(item, $"{path}[{index}]", faults);
                }

                break;
        }

        return repeats;
    }
}
