using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>What a key takes: how to read it, how to say it to people, and its JSON Schema.</summary>
internal abstract class ValueKind
{
    /// <summary>For the reference, with unit and range: <c>duration, 1ms to 1h</c>.</summary>
    public abstract string Takes { get; }

    /// <summary>Keys inside of it, each with what stands before its name: <c>.</c>, <c>[].</c> or <c>.NAME.</c>.</summary>
    public virtual IEnumerable<(string Before, Key Key)> Inner => [];

    /// <summary>What JSON Schema says of it; the caller adds description and default.</summary>
    public abstract JsonObject Schema();

    protected static YamlText? TextOf(YamlValue value, string path, FaultList faults)
    {
        if (value is YamlText { IsNull: false } text)
        {
            return text;
        }

        faults.Add(value, path, $"text is needed, not {value.Kind}");
        return null;
    }
}

/// <summary>A kind of value that is read as a <typeparamref name="T"/>.</summary>
internal abstract class ValueKind<T> : ValueKind
{
    /// <summary>Reads a value; what is wrong with it goes to the faults.</summary>
    /// <param name="path">Where it stands, for the faults.</param>
    public abstract bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out T result);

    /// <summary>What holds where a source and the defaults both give the key.</summary>
    public virtual T Merge(T own, T defaults) => own;
}
