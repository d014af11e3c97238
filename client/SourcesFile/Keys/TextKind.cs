using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>Text under a rule.</summary>
/// <param name="fault">What is wrong with a text in one clause, or null when nothing is.</param>
/// <param name="pattern">The rule for editors, as far as a pattern can say it.</param>
internal sealed class TextKind(string takes, Func<string, string?> fault, string? pattern = null) : ValueKind<string>
{
    public override string Takes => takes;

    /// <summary>A word of its own that stands for nothing: an empty result.</summary>
    public string? NoneWord { get; init; }

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out string result)
    {
        result = TextOf(value, path, faults)?.Text;
        if (result is null)
        {
            return false;
        }

        if (NoneWord is not null && result == NoneWord)
        {
            result = "";
            return true;
        }

        if (fault(result) is not { } wrong)
        {
            return true;
        }

        faults.Add(value, path, wrong);
        return false;
    }

    public override JsonObject Schema()
    {
        // A number is text where text is wanted, as the reader has it.
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        if (pattern is not null)
        {
            schema["type"] = "string";
            schema["pattern"] = NoneWord is null ? pattern : $"^{NoneWord}$|{pattern}";
        }

        return schema;
    }
}
