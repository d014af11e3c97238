using System.Diagnostics;
using System.Globalization;

namespace Gleaner.Tests.TestSupport;

/// <summary>A file system of its own that can be filled and cleared: tmpfs, which takes root (or the right to mount). Without it the test fails: nothing is skipped.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 64 * 1024;

    private readonly string _ballast;

    private SmallDisk(string folder) => (Folder, _ballast) = (folder, Path.Combine(folder, "ballast"));

    public string Folder { get; }

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("gleaner-test-disk-").FullName;
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755");
        var (exitCode, error) = await Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder);
        Assert.True(exitCode == 0, $"This row needs a small tmpfs, and none can be mounted here; run it as root. {error}");
        return new SmallDisk(folder);
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[Block, 4096])
        {
            var bytes = new byte[size];
            try
            {
                while (true)
                {
                    ballast.Write(bytes);
                }
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    public void Clear() => File.Delete(_ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazily: a server that was killed may still be about to let go.
        await Run("umount", "-l", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<(int ExitCode, string Error)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
