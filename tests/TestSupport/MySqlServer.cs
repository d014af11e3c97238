using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gleaner.Client.Clusters;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.TestSupport;

/// <summary>
/// A real MySQL server: one that GLEANER_TEST_MYSQL names (mysql://user:password@host:port/any), or a private mariadbd or mysqld from
/// PATH with a temporary data directory, which ends with the tests. Without either the test fails: nothing is skipped.
/// </summary>
public sealed class MySqlServer : IAsyncDisposable
{
    public const string Variable = "GLEANER_TEST_MYSQL";

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<MySqlServer>> SharedServer = new(() => Task.Run(StartShared));
    private static int s_databases;

    private readonly string _address;
    private readonly string? _folder;
    private readonly int _port;
    private Process? _process;

    private MySqlServer(string address) => _address = address;

    private MySqlServer(string folder, int port)
    {
        _folder = folder;
        _port = port;
        _address = string.Create(CultureInfo.InvariantCulture, $"mysql://root@127.0.0.1:{port}/");
    }

    /// <summary>The server that all tests share; each takes a database of its own.</summary>
    public static Task<MySqlServer> Shared => SharedServer.Value;

    public int Pid => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>A database of that server that no other test has; it is made when its schema is installed.</summary>
    public static async Task<StoreAddress> NewDatabase() => (await Shared).Database();

    /// <summary>A server of the test's own, to be killed or stopped in its middle.</summary>
    /// <param name="folder">Where its data goes; a new temporary folder when null. It is deleted in the end.</param>
    public static async Task<MySqlServer> StartPrivate(string? folder = null)
    {
        var program = Find();
        folder ??= Directory.CreateTempSubdirectory("gleaner-test-mysql-").FullName;
        var server = new MySqlServer(folder, LoopbackPort.Free());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.EndNow();
        await server.CreateData(program);
        await server.Start();
        return server;
    }

    public StoreAddress Database() => StoreAddress.Parse(string.Create(
        CultureInfo.InvariantCulture, $"{_address}gleaner_test_{Environment.ProcessId}_{Interlocked.Increment(ref s_databases)}"));

    /// <summary>The same server and database by another user.</summary>
    public static StoreAddress As(StoreAddress database, string user, string password) => StoreAddress.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $"mysql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@{database.Host}:{database.Port}/{database.Database}"));

    /// <summary>Starts the server, again after <see cref="Kill"/> on the same data and port.</summary>
    public async Task Start()
    {
        string[] arguments =
        [
            "--no-defaults", $"--datadir={_folder}/data", $"--tmpdir={_folder}", $"--socket={_folder}/s", $"--pid-file={_folder}/pid",
            string.Create(CultureInfo.InvariantCulture, $"--port={_port}"), "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-buffer-pool-size=64M", "--max-connections=1000",
            .. AsRoot(),
        ];
        _process = Run(Find().Server, arguments);
        var began = Stopwatch.GetTimestamp();
        while (!await Answers())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StartWithin)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} did not start in {_folder}; run it by hand to see why.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: connections stay and nothing answers.</summary>
    public void Freeze() => Signal(19);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(18);

    public ValueTask DisposeAsync()
    {
        EndNow();
        return ValueTask.CompletedTask;
    }

    private static async Task<MySqlServer> StartShared() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? new MySqlServer(given[..(given.LastIndexOf('/') + 1)])
        : await StartPrivate();

    private static DatabaseProgram Find() => DatabaseProgram.Find(Environment.GetEnvironmentVariable("PATH"))
        ?? throw new InvalidOperationException($"These tests need a MySQL server: install mariadb-server, or set {Variable}=mysql://user:password@host:port/any.");

    private static string[] AsRoot() => Environment.IsPrivilegedProcess ? ["--user=root"] : [];

    private async Task CreateData(DatabaseProgram program)
    {
        string[] arguments = program.Installer is null
            ? ["--no-defaults", "--initialize-insecure", $"--datadir={_folder}/data", $"--tmpdir={_folder}", .. AsRoot()]
            : ["--no-defaults", $"--datadir={_folder}/data", $"--tmpdir={_folder}", "--auth-root-authentication-method=normal", "--skip-test-db", .. AsRoot()];
        var said = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        using var installing = Run(program.Installer ?? program.Server, arguments, said.Enqueue);
        await installing.WaitForExitAsync();
        if (installing.ExitCode != 0)
        {
            throw new InvalidOperationException($"{installing.StartInfo.FileName} could not make a data directory in {_folder}:\n{string.Join('\n', said)}");
        }
    }

    private static Process Run(string program, string[] arguments, Action<string?>? said = null)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Read in any case: a full pipe would stop it.
        process.OutputDataReceived += (_, line) => said?.Invoke(line.Data);
        process.ErrorDataReceived += (_, line) => said?.Invoke(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = MySqlDriver.Factory.CreateConnection()!;
            connection.ConnectionString = string.Create(
                CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={_port};User ID=root;SslMode=Disabled;Pooling=false;Connection Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }

    private void EndNow()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }

        if (_folder is not null && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Signal(int number)
    {
        if (SendSignal(_process!.Id, number) != 0)
        {
            throw new InvalidOperationException($"Signal {number} could not be sent to {_process.Id}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
