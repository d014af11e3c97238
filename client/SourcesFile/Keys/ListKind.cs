using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>A list whose items are of one kind.</summary>
/// <param name="takes">What it is, for people: <c>list of tags</c>.</param>
internal sealed class ListKind<T>(string takes, ValueKind<T> item) : ValueKind<ImmutableList<T>>
{
    public override string Takes => takes;

    /// <summary>Whether one item may stand without its list.</summary>
    public bool MayBeOne { get; init; }

    public override IEnumerable<(string Before, Key Key)> Inner => item.Inner.Select(inner => ("[]" + inner.Before, inner.Key));

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out ImmutableList<T> result)
    {
        result = null;
        if (value is not YamlList list)
        {
            if (MayBeOne)
            {
                var isGood = item.TryRead(value, path, faults, out var one);
                result = isGood ? [one!] : null;
                return isGood;
            }

            faults.Add(value, path, $"a {takes} is needed, not {value.Kind}");
            return false;
        }

        var items = ImmutableList.CreateBuilder<T>();
        var good = true;
        foreach (var (index, element) in list.Items.Index())
        {
            if (item.TryRead(element, $"{path}[{index}]", faults, out var read))
            {
                items.Add(read);
            }
            else
            {
                good = false;
            }
        }

        result = items.ToImmutable();
        return good;
    }

    public override JsonObject Schema()
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        return MayBeOne ? new JsonObject { ["oneOf"] = new JsonArray(item.Schema(), list) } : list;
    }
}
