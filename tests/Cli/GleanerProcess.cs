using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gleaner.Tests.Cli;

/// <summary>What one run of the console left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<JsonElement> Json =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>stderr by lines, without those that say which store and engine.</summary>
    public IReadOnlyList<string> ErrorLines =>
        [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("Store ", StringComparison.Ordinal))];
}

/// <summary>Runs the real executable with a data directory of its own, away from any terminal.</summary>
internal sealed class GleanerProcess : IDisposable
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("gleaner-cli-");

    public static string Program => Path.Combine(AppContext.BaseDirectory, "gleaner");

    /// <summary>A folder that goes with this object; the data directory is in it.</summary>
    public string Folder => _home.FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public Task<CliResult> Run(params string[] arguments) => RunWithInput("", arguments);

    public async Task<CliResult> RunWithInput(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(EndWithin, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"gleaner {string.Join(' ', arguments)} did not end; stdout: {await output} stderr: {await error}");
        }

        return new CliResult(process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Folder,
        };
        start.Environment.Remove("GLEANER_STORE");
        start.Environment["XDG_DATA_HOME"] = Path.Combine(Folder, "data");
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Writes a file into <see cref="Folder"/>, which is the working directory too.</summary>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    public static async Task Signal(int pid, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose() => _home.Delete(recursive: true);
}
