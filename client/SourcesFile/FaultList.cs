namespace Gleaner.Client.SourcesFile;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(string file)
{
    // A fault in the defaults is found again with every source that takes them.
    private readonly HashSet<SourcesFileFault> _faults = [];

    public bool Any => _faults.Count > 0;

    public void Add(YamlValue at, string key, string message) => Add(at.Line, at.Column, key, message);

    public void Add(int line, int column, string key, string message) => _faults.Add(new SourcesFileFault(file, line, column, key, message));

    /// <summary>The faults from the top of the file to its end.</summary>
    public IReadOnlyList<SourcesFileFault> InOrder() => [.. _faults.OrderBy(f => f.Line).ThenBy(f => f.Column)];
}
