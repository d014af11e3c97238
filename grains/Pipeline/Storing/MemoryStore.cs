using System.Collections.Concurrent;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// What <c>memory</c> means: a private SQLite database in the temporary directory that is never synced and is removed with the process
/// (docs/decisions/0011). One code path serves every store, and a large run does not fill the process's memory.
/// </summary>
internal static class MemoryStore
{
    private const string Prefix = "gleaner-memory-";
    private static readonly ConcurrentDictionary<string, Folder> Folders = new(StringComparer.Ordinal);

    static MemoryStore() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var path in Folders.Keys)
        {
            Remove(path);
        }
    };

    /// <summary>A path for a new store; nothing is made until <see cref="Hold"/>.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("N"), "store.db");

    /// <summary>Makes the store's folder, if this process has not yet, and keeps it until every holder has released it.</summary>
    public static void Hold(string path)
    {
        lock (Folders)
        {
            if (Folders.TryGetValue(path, out var held))
            {
                held.Holders++;
                return;
            }

            RemoveLeftOvers();
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Folders[path] = new Folder(new FileStream(LockPath(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
    }

    public static void Release(string path)
    {
        lock (Folders)
        {
            if (Folders.TryGetValue(path, out var held) && --held.Holders == 0)
            {
                Remove(path);
            }
        }
    }

    private static void Remove(string path)
    {
        if (Folders.TryRemove(path, out var held))
        {
            held.Lock.Dispose();
            DeleteFolder(Path.GetDirectoryName(path)!);
        }
    }

    // A killed process leaves its folder behind; nobody holds the lock file in it.
    private static void RemoveLeftOvers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                using (new FileStream(LockPath(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                DeleteFolder(folder);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // In use, just being made, or another user's.
            }
        }
    }

    private static void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Left for the next process to remove.
        }
    }

    private static string LockPath(string folder) => Path.Combine(folder, "lock");

    private sealed class Folder(FileStream hold)
    {
        public FileStream Lock { get; } = hold;

        public int Holders { get; set; } = 1;
    }
}
