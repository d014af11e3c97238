using System.Text;

namespace Gleaner.Client.Clusters;

/// <summary>The end of a log file.</summary>
internal static class LogTail
{
    private const int TailBytes = 8 * 1024;

    /// <returns>The last line with text in it; an empty string when there is none.</returns>
    public static string LastLine(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
