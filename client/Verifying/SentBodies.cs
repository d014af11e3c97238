using System.Text.Json;

namespace Gleaner.Client.Verifying;

/// <summary>What an origin says that it sent to the last byte: the hashes of its bodies, by path and query.</summary>
internal sealed class SentBodies
{
    private readonly Dictionary<string, List<string>> _hashes = [];

    /// <summary>Bodies sent for one path and query.</summary>
    public int CountOf(string path) => _hashes.TryGetValue(Plain(path), out var hashes) ? hashes.Count : 0;

    public bool Contains(string path, string sha256) => _hashes.TryGetValue(Plain(path), out var hashes) && hashes.Contains(sha256);

    /// <param name="path">Path and query, percent-encoded or not.</param>
    /// <param name="sha256">Hex hash of the body before compression.</param>
    public void Add(string path, string sha256)
    {
        var plain = Plain(path);
        if (!_hashes.TryGetValue(plain, out var hashes))
        {
            _hashes.Add(plain, hashes = []);
        }

        hashes.Add(sha256.ToLowerInvariant());
    }

    /// <summary>Reads lines <c>{"path":"/ok/7","sha256":"…"}</c>; other properties, such as nonce and at, are for people.</summary>
    /// <exception cref="Output.UserErrorException">The file cannot be used.</exception>
    public static async Task<SentBodies> Read(string file, CancellationToken cancellation)
    {
        var bodies = new SentBodies();
        await NdjsonFile.Read(file, line => bodies.Add(Text(line, "path"), Text(line, "sha256")), cancellation);
        return bodies;
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? throw new InvalidOperationException();

    // Some servers log a path as it came, others decode it first.
    private static string Plain(string path) => Uri.UnescapeDataString(path);
}
