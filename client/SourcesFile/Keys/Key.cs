namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>
/// One key of a sources file. Reader, JSON Schema and docs/SOURCES.md all come from these descriptions, so that they cannot drift.
/// </summary>
/// <param name="name">As written in the file.</param>
/// <param name="standard">What holds without it, for people; empty for nothing.</param>
/// <param name="meaning">One or two sentences for the reference and for editors.</param>
internal abstract class Key(string name, string standard, string meaning)
{
    public string Name => name;

    public string Default => standard;

    public string Meaning => meaning;

    public abstract ValueKind Kind { get; }

    /// <summary>The default as a value of the file, where it is one and not a description such as <c>the whole body</c>.</summary>
    public YamlText? DefaultValue => Default is "" or "none" || Default.Contains(' ', StringComparison.Ordinal) || Read(Plain(Default), "", new FaultList("")) is null
        ? null
        : Plain(Default);

    /// <returns>The value, or null when it has a fault.</returns>
    public abstract object? Read(YamlValue value, string path, FaultList faults);

    public abstract object Merge(object own, object defaults);

    private static YamlText Plain(string text) => new(0, 0, text, IsPlain: true);

    /// <summary>This key and all in it, by path: <c>retry</c>, <c>retry.backoff</c>, …</summary>
    public IEnumerable<(string Path, Key Key)> Flatten(string before = "")
    {
        yield return (before + Name, this);
        foreach (var (between, inner) in Kind.Inner)
        {
            foreach (var found in inner.Flatten(before + Name + between))
            {
                yield return found;
            }
        }
    }
}

/// <inheritdoc/>
internal sealed class Key<T>(string name, ValueKind<T> kind, string standard, string meaning) : Key(name, standard, meaning)
    where T : notnull
{
    public override ValueKind Kind => kind;

    public override object? Read(YamlValue value, string path, FaultList faults) => kind.TryRead(value, path, faults, out var result) ? result : null;

    public override object Merge(object own, object defaults) => kind.Merge((T)own, (T)defaults);
}
