namespace Gleaner.Bench;

/// <summary>URLs in a temporary file, one a line.</summary>
internal sealed class UrlFile : IDisposable
{
    public UrlFile(IEnumerable<string> urls) => File.WriteAllLines(Path, urls);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
