using System.Text;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// Resolves <c>${env:NAME}</c> and <c>${file:PATH}</c> in header values, at fetch time and in the silo,
/// so that no secret is ever in state, logs or outcomes.
/// </summary>
public static class SecretReferences
{
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>The value with its references replaced.</summary>
    /// <param name="value">As configured; text without references comes back as it is.</param>
    /// <param name="fault">A clause that names the reference and never what it holds; null when all went well.</param>
    public static string Resolve(string value, out string? fault)
    {
        fault = null;
        var start = value.IndexOf("${", StringComparison.Ordinal);
        if (start < 0)
        {
            return value;
        }

        var resolved = new StringBuilder(value.Length);
        var done = 0;
        while (start >= 0)
        {
            var end = value.IndexOf('}', start);
            if (end < 0)
            {
                // Not quoted: what follows "${" may be a secret with an odd character.
                fault = "has a '${' without its '}'";
                return "";
            }

            var secret = Read(value[(start + 2)..end], out fault);
            if (fault is not null)
            {
                return "";
            }

            resolved.Append(value, done, start - done).Append(secret);
            done = end + 1;
            start = value.IndexOf("${", done, StringComparison.Ordinal);
        }

        return resolved.Append(value, done, value.Length - done).ToString();
    }

    private static string? Read(string reference, out string? fault)
    {
        var separator = reference.IndexOf(':', StringComparison.Ordinal);
        var (scheme, place) = separator < 0 ? (reference, "") : (reference[..separator], reference[(separator + 1)..]);
        switch (scheme)
        {
            case "env" when place.Length > 0:
                var secret = Environment.GetEnvironmentVariable(place);
                fault = secret is null ? $"refers to ${{env:{place}}}, which is not set where the silo runs" : null;
                return secret;
            case "file" when place.Length > 0:
                return ReadFile(place, out fault);
            default:
                fault = "has a reference that is neither ${env:NAME} nor ${file:PATH}";
                return null;
        }
    }

    private static string? ReadFile(string path, out string? fault)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxFileBytes)
            {
                fault = $"refers to ${{file:{path}}}, which is over {MaxFileBytes / 1024} KiB";
                return null;
            }

            using var reader = new StreamReader(file, Encoding.UTF8);
            fault = null;
            // Editors end a file with a line break that is no part of the secret.
            return reader.ReadToEnd().TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = error is FileNotFoundException or DirectoryNotFoundException
                ? $"refers to ${{file:{path}}}, which does not exist where the silo runs"
                : $"refers to ${{file:{path}}}, which the silo cannot read";
            return null;
        }
    }
}
