using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gleaner.Client.Clusters;

/// <summary>A process that cannot be taken for another one which got its number later.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Stamp">When it started: on Linux the boot and the kernel's own tick, which no clock change moves.</param>
internal sealed partial record ProcessIdentity(int Pid, string Stamp)
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <returns>The identity of a running process, or null when there is none.</returns>
    public static ProcessIdentity? Of(int pid) => StampOf(pid) is { } stamp ? new ProcessIdentity(pid, stamp) : null;

    public bool IsAlive() => StampOf(Pid) == Stamp;

    public void Terminate() => Signal(SigTerm);

    public void Kill() => Signal(SigKill);

    /// <summary>Waits until the process is gone.</summary>
    /// <returns>False when it was still there in the end.</returns>
    public async Task<bool> WaitForEnd(TimeSpan within, TimeProvider time, CancellationToken cancellation = default)
    {
        var startedAt = time.GetTimestamp();
        while (IsAlive())
        {
            if (time.GetElapsedTime(startedAt) > within)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
        }

        return true;
    }

    private void Signal(int signal)
    {
        if (IsAlive())
        {
            // A failure means that it has just ended.
            _ = SendSignal(Pid, signal);
        }
    }

    private static string? StampOf(int pid) => Directory.Exists("/proc/self") ? LinuxStampOf(pid) : StartTimeOf(pid);

    private static string? LinuxStampOf(int pid)
    {
        try
        {
            // The second field is the program's name in brackets, which may hold anything; the third is the state.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            const int state = 0;
            const int startTicks = 19;

            // A zombie has ended; only its parent has not asked yet.
            return fields[state] is "Z" or "X" ? null : $"{BootId()}:{fields[startTicks]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private static string? StartTimeOf(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
