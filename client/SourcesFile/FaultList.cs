namespace Gleaner.Client.SourcesFile;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<SourcesFileFault> _faults = [];

    public bool Any => _faults.Count > 0;

    public void Add(YamlValue at, string key, string message) => Add(at.Line, at.Column, key, message);

    public void Add(int line, int column, string key, string message) => _faults.Add(new SourcesFileFault(file, line, column, key, message));

    /// <summary>The faults from the top of the file to its end.</summary>
    public IReadOnlyList<SourcesFileFault> InOrder() => [.. _faults.OrderBy(f => f.Line).ThenBy(f => f.Column)];

    /// <summary>The entries of a mapping by key; unknown keys and keys given twice become faults.</summary>
    public IReadOnlyDictionary<string, YamlValue> KnownEntries(YamlMap map, string path, string[] known)
    {
        var entries = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Entries)
        {
            var keyPath = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            if (!known.Contains(key.Text, StringComparer.Ordinal))
            {
                Add(key, keyPath, $"unknown key; known are {string.Join(", ", known)}");
            }
            else if (!entries.TryAdd(key.Text, value))
            {
                Add(key, keyPath, "the key is given twice");
            }
        }

        return entries;
    }
}
