using System.Text;

namespace Gleaner.Client.Clusters;

/// <summary>Files and folders that only their owner may use (0600, 0700).</summary>
internal static class PrivateFile
{
    /// <summary>How to open a new file.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access = FileAccess.Write, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a file whole or not at all, by renaming.</summary>
    public static void Write(string path, string text)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        var fresh = $"{path}.{Environment.ProcessId}.new";
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, Options(FileMode.CreateNew)))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
