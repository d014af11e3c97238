using System.Diagnostics;
using System.Globalization;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;

namespace Gleaner.Tests.TestSupport;

/// <summary>Real silo processes on loopback over one MySQL store: what InProcessTestCluster's kill cannot show.</summary>
public sealed class SiloProcesses : IAsyncDisposable
{
    private readonly StoreAddress _store;
    private readonly List<SiloProcessHandle> _silos = [];

    public SiloProcesses(StoreAddress store) => _store = store;

    public IReadOnlyList<SiloProcessHandle> Silos => _silos;

    /// <summary>Starts silos at once and returns when each has said that it joined.</summary>
    public async Task Start(int count, CancellationToken cancellation)
    {
        var started = Enumerable.Range(0, count).Select(_ => SiloProcessHandle.Launch(_store, $"silo-{_silos.Count + 1}-{Guid.NewGuid():N}"[..12])).ToList();
        _silos.AddRange(started);
        await Task.WhenAll(started.Select(s => s.HasJoined(cancellation)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }
    }
}

/// <summary>One silo process.</summary>
public sealed class SiloProcessHandle : IAsyncDisposable
{
    private static readonly TimeSpan JoinWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcessHandle(Process process, string name, int siloPort, int gatewayPort, int httpPort)
    {
        HttpPort = httpPort;
        _process = process;
        Name = name;
        SiloPort = siloPort;
        GatewayPort = gatewayPort;
    }

    public string Name { get; }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    /// <summary>Of health and metrics.</summary>
    public int HttpPort { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What the silo has printed so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public static SiloProcessHandle Launch(StoreAddress store, string name, int? siloPort = null, int? gatewayPort = null)
    {
        var (silo, gateway, http) = (siloPort ?? LoopbackPort.Free(), gatewayPort ?? LoopbackPort.Free(), LoopbackPort.Free());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gleaner-silo.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [StoreAddress.Variable] = store.ToSecretString(),
                [SiloProcess.SiloPortVariable] = silo.ToString(CultureInfo.InvariantCulture),
                [SiloProcess.GatewayPortVariable] = gateway.ToString(CultureInfo.InvariantCulture),
                [SiloProcess.HttpPortVariable] = http.ToString(CultureInfo.InvariantCulture),
                [SiloProcess.NameVariable] = name,
            },
        };
        var process = Process.Start(start)!;
        var handle = new SiloProcessHandle(process, name, silo, gateway, http);
        process.OutputDataReceived += (_, line) => handle.Read(line.Data);
        process.ErrorDataReceived += (_, line) => handle.Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return handle;
    }

    /// <summary>Ends when the silo has joined; fails with its log when it ends first.</summary>
    public async Task HasJoined(CancellationToken cancellation)
    {
        var exited = _process.WaitForExitAsync(cancellation);
        if (await Task.WhenAny(_joined.Task, exited).WaitAsync(JoinWithin, TimeProvider.System, cancellation) == exited)
        {
            Assert.Fail($"The silo ended before it joined:\n{Log}");
        }
    }

    /// <summary>kill -9: nothing of the silo's own runs any more.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by name, such as TERM, STOP or CONT.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> WaitForExit(TimeSpan within, CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).WaitAsync(within, TimeProvider.System, cancellation);
        return _process.ExitCode;
    }

    /// <summary>What one of the silo's own paths answers: the status and the body.</summary>
    public async Task<(int Status, string Body)> Ask(string path, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}{path}"), cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Waits until the silo has said something.</summary>
    public async Task HasSaid(string text, TimeSpan within, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(within);
        while (!Log.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(HasExited, $"The silo ended:\n{Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, bound.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (line.Contains("has joined", StringComparison.Ordinal))
        {
            _joined.TrySetResult();
        }
    }
}
