using System.Globalization;

namespace Gleaner.Client.Output;

/// <summary>The file that gets what a user should not have to read: the stack of an unexpected error.</summary>
internal sealed class ErrorLog(string path, TimeProvider time)
{
    private const long LargestBytes = 4 << 20;

    public string Path => path;

    /// <returns>False when not even that was possible.</returns>
    public bool TryAppend(string text)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            if (File.Exists(path) && new FileInfo(path).Length > LargestBytes)
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {text}\n"));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
