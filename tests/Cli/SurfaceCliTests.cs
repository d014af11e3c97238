using Gleaner.Contracts;

namespace Gleaner.Tests.Cli;

/// <summary>Help, version, completion and the demo.</summary>
public sealed class SurfaceCliTests : IDisposable
{
    private readonly GleanerProcess _gleaner = new();

    public void Dispose() => _gleaner.Dispose();

    [Fact]
    public async Task Version_Asked_NamesTheEngine()
    {
        var result = await _gleaner.Run("--version");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches($@"^gleaner \d+\.\d+\.\d+ \(engine: {OrleansEngine.Name}\)\n$", result.Output);
    }

    [Fact]
    public async Task NoArguments_Given_ShowHelpAndExitTwo()
    {
        var result = await _gleaner.Run();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _gleaner gleaner")]
    [InlineData("zsh", "compdef _gleaner gleaner")]
    [InlineData("fish", "complete -c gleaner")]
    public async Task Completion_Shell_IsAScriptThatAsksTheProgram(string shell, string line)
    {
        var script = (await _gleaner.Run("completion", shell)).Output;
        Assert.Contains(line, script, StringComparison.Ordinal);
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gleaner g", "gather")]
    [InlineData("./gleaner gather --fail-on a", "all any")]
    [InlineData("gleaner runs ", "cancel list resume show watch")]
    [InlineData("gleaner sources ", "forget list pause resume show")]
    [InlineData("gleaner d", "demo diff down")]
    [InlineData("gleaner fet", "fetch")]
    public async Task Suggest_Prefix_GivesWhatFits(string line, string expected)
    {
        var result = await _gleaner.Run($"[suggest:{line.Length}]", line);
        Assert.Equal(expected.Split(' '), result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] != '-'));
    }

    [Fact]
    public async Task Completion_Bash_CompletesInARealShell()
    {
        var script = _gleaner.File("complete.sh", (await _gleaner.Run("completion", "bash")).Output);
        using var bash = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", $"""
            source {_gleaner.Folder}/{script}
            COMP_WORDS=({GleanerProcess.Program} gather --f); COMP_CWORD=2; COMP_LINE="gleaner gather --f"; COMP_POINT=18
            _gleaner
            printf '%s\n' "$COMPREPLY[@]"
            """.Replace("\"$COMPREPLY[@]\"", "\"${COMPREPLY[@]}\"", StringComparison.Ordinal)]) { RedirectStandardOutput = true })!;
        Assert.Equal("--fail-on\n--file\n", await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Demo_Run_GathersAndQueriesAndLeavesNothing()
    {
        _gleaner.Variables["TMPDIR"] = _gleaner.Folder;
        var result = await _gleaner.Run("demo");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("15 sources, 7 ok, 8 failed", result.Error, StringComparison.Ordinal);
        Assert.Contains("rate-limited", result.Output, StringComparison.Ordinal);
        Assert.Contains("FROM outcomes GROUP BY result", result.Output, StringComparison.Ordinal);
        Assert.Contains("Tromsø", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_gleaner.Folder, "gleaner-demo-*"));
    }
}
