using System.Diagnostics;

namespace Gleaner.Tests.Cli;

/// <summary>How ./gleaner picks its engine and when it builds, with a dotnet that only pretends.</summary>
public sealed class EngineChoiceTests : IDisposable
{
    // artifacts/<engine>/bin/Gleaner.Tests/release
    private static readonly string Repository = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    private readonly string _root = Directory.CreateTempSubdirectory("gleaner-engine-").FullName;

    public EngineChoiceTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "build"));
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        Directory.CreateDirectory(Path.Combine(_root, "client"));
        File.Copy(Path.Combine(Repository, "gleaner"), Path.Combine(_root, "gleaner"));
        File.Copy(Path.Combine(Repository, "build", "engine.sh"), Path.Combine(_root, "build", "engine.sh"));
        File.WriteAllText(Path.Combine(_root, "client", "Program.cs"), "");
        PretendDotnet(restores: true, "");
    }

    private string Remembered => Path.Combine(_root, ".engine.props");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Gleaner_PackagesRestore_ChoosesAndRemembersThem()
    {
        var first = await Run("hello");
        Assert.Equal((0, "packages: hello\n"), (first.ExitCode, first.Output));
        Assert.Equal("gleaner: engine packages: Orleans restores from the package source (remembered in .engine.props).\n", first.Error);
        Assert.Contains("<OrleansEngine>packages</OrleansEngine>", File.ReadAllText(Remembered), StringComparison.Ordinal);

        PretendDotnet(restores: false, "x.csproj : error NU1101: Unable to find package");
        Assert.Equal(("packages: again\n", ""), await OutputAndError("again"));
    }

    [Fact]
    public async Task Gleaner_SourceHasTheNextVersion_ChoosesPackages()
    {
        PretendDotnet(restores: true, "x.csproj : warning NU1603: x depends on A (>= 1.0.0) but A 1.0.0 was not found. A 1.1.0 was resolved instead.");
        Assert.Equal("packages: hello\n", (await Run("hello")).Output);
        Assert.Contains("<OrleansEngine>packages</OrleansEngine>", File.ReadAllText(Remembered), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error NU1101: Unable to find package")]
    [InlineData("error NU1102: Unable to find package with version")]
    [InlineData("error NU1103: only prereleases")]
    [InlineData("error NU1603: Warning As Error\nx : error NU1101: Unable to find package")]
    public async Task Gleaner_PackagesMissing_ChoosesBuiltin(string errors)
    {
        PretendDotnet(restores: false, errors);
        var result = await Run("hello");
        Assert.Equal((0, "builtin: hello\n"), (result.ExitCode, result.Output));
        Assert.Contains("<OrleansEngine>builtin</OrleansEngine>", File.ReadAllText(Remembered), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error NU1301: Unable to load the service index")]
    [InlineData("error NU1301: Unable to load the service index\nx : error NU1101: Unable to find package")]
    [InlineData("error NU1603: Warning As Error")]
    [InlineData("error MSB4025: The project file could not be loaded")]
    public async Task Gleaner_RestoreFailsOtherwise_ReportsAndRemembersNothing(string errors)
    {
        PretendDotnet(restores: false, errors);
        var result = await Run("hello");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("no engine was chosen", result.Error, StringComparison.Ordinal);
        Assert.Contains(errors.Split('\n')[0], result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Remembered));
    }

    [Fact]
    public async Task Gleaner_EngineGiven_IsForThisTimeOnly()
    {
        Assert.Equal(("builtin: hello\n", ""), await OutputAndError("--engine", "builtin", "hello"));
        Assert.Equal(("builtin: hello\n", ""), await OutputAndError("--engine=builtin", "hello"));
        Assert.False(File.Exists(Remembered));
        Assert.Equal(2, (await Run("--engine", "steam")).ExitCode);
    }

    [Fact]
    public async Task Gleaner_EngineAuto_ProbesAgain()
    {
        await Run("hello");
        PretendDotnet(restores: false, "x : error NU1101: Unable to find package");
        Assert.Equal("builtin: hello\n", (await Run("--engine", "auto", "hello")).Output);
        Assert.Equal(("builtin: hello\n", ""), await OutputAndError("hello"));
    }

    [Fact]
    public async Task Gleaner_EnvironmentSaysEngine_Wins()
    {
        await Run("hello");
        Assert.Equal("builtin: hello\n", (await Run(["hello"], engine: "builtin")).Output);
    }

    [Fact]
    public async Task Gleaner_NothingChanged_BuildsOnce()
    {
        await Run("one");
        await Run("two");
        Assert.Equal(1, Builds());
        File.WriteAllText(Path.Combine(_root, "client", "New.cs"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_root, "client", "New.cs"), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(2));
        await Run("three");
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task Gleaner_TwoAtOnce_BuildOnce()
    {
        var both = await Task.WhenAll(Run("a"), Run("b"));
        Assert.All(both, result => Assert.Equal(0, result.ExitCode));
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task Gleaner_BuildFails_ShowsItsErrorsOnStderr()
    {
        PretendDotnet(restores: true, "", builds: false);
        var result = await Run("hello");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Program.cs(1,1): error CS0000", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gleaner_CompilerForAheadMissing_RunsWhatWasBuilt()
    {
        PretendDotnet(restores: true, "", ahead: "echo 'x : error NU1101: Unable to find package crossgen2'; exit 1");
        Assert.Equal("packages: hello\n", (await Run("hello")).Output);
        Assert.True(File.Exists(Path.Combine(_root, "artifacts", ".no-ahead")));
    }

    [Fact]
    public async Task Gleaner_CompiledAhead_RunsThat()
    {
        PretendDotnet(restores: true, "", ahead: "mkdir -p $out/../ready; printf '#!/usr/bin/env bash\necho ready: $*\n' >$out/../ready/gleaner; chmod +x $out/../ready/gleaner");
        Assert.Equal(("ready: hello\n", ""), await OutputAndError("--engine", "packages", "hello"));
    }

    private int Builds() => File.ReadAllLines(Path.Combine(_root, "calls.log")).Count(line => line.Contains("Gleaner.Client.csproj", StringComparison.Ordinal));

    private void PretendDotnet(bool restores, string errors, bool builds = true, string ahead = "exit 1")
    {
        var path = Path.Combine(_root, "bin", "dotnet");
        File.WriteAllText(path, $$"""
            #!/usr/bin/env bash
            echo "$*" >>{{_root}}/calls.log
            case $1 in
                restore) cat <<'END'
            {{(errors.Length > 0 ? errors : "Restored.")}}
            END
                    exit {{(restores ? 0 : 1)}} ;;
                build)
                    out={{_root}}/artifacts/$OrleansEngine/bin/Gleaner.Client/release
                    if [[ $* == *CompileAhead* ]]; then
                        {{ahead}}
                        exit 0
                    fi
                    {{(builds ? "" : "echo 'Program.cs(1,1): error CS0000: no'; exit 1")}}
                    mkdir -p $out
                    printf '#!/usr/bin/env bash\necho "%s: $*"\n' $OrleansEngine >$out/gleaner
                    chmod +x $out/gleaner ;;
            esac
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<(string Output, string Error)> OutputAndError(params string[] arguments)
    {
        var result = await Run(arguments);
        return (result.Output, result.Error);
    }

    private Task<CliResult> Run(params string[] arguments) => Run(arguments, engine: null);

    private async Task<CliResult> Run(string[] arguments, string? engine)
    {
        var start = new ProcessStartInfo(Path.Combine(_root, "gleaner"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_root}/bin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("OrleansEngine");
        if (engine is not null)
        {
            start.Environment["OrleansEngine"] = engine;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliResult(process.ExitCode, await output, await error);
    }
}
