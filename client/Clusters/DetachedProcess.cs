using System.Diagnostics;

namespace Gleaner.Client.Clusters;

/// <summary>Starts a process that outlives this one and its terminal.</summary>
internal static class DetachedProcess
{
    // setsid leaves the terminal's session, so that neither Ctrl-C nor a closed window reaches the child; where there is
    // none the signals are ignored instead. exec keeps the pid: the child is the program itself.
    private const string Script = """
        exec </dev/null >>"$1" 2>&1
        shift
        if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
        trap '' HUP INT
        exec "$@"
        """;

    /// <param name="log">Gets stdout and stderr; what an earlier process left there moves to <c>*.1</c>.</param>
    /// <param name="environment">Variables beside the inherited ones. Secrets go here and never into arguments.</param>
    public static Process Start(string program, IEnumerable<string> arguments, string log, IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        if (File.Exists(log))
        {
            File.Move(log, log + ".1", overwrite: true);
        }

        // Created here for its permissions.
        new FileStream(log, PrivateFile.Options(FileMode.CreateNew)).Dispose();

        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (IEnumerable<string>)["-c", Script, "sh", log, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }
}
