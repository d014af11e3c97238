using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Clusters;

/// <summary>
/// The database server that <c>up</c> starts when no store is given: loopback only, its data under the data directory,
/// one user with a random password.
/// </summary>
internal sealed class PrivateDatabase(ClusterFiles files, TimeProvider time)
{
    private const string Name = "gleaner";
    private const string PasswordAlphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 32;
    private const int LongestSocketPath = 100;

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    // A server that starts deletes what others left in this folder, and others may be starting: never one that they share.
    private string TemporaryFiles => $"--tmpdir={files.Database}";

    private string DataFolder => Path.Combine(files.Database, "data");

    // Beside the data and not with the cluster's store: a cluster may run on another store for a while.
    private string StoreFile => Path.Combine(files.Database, "store");

    private string SetupFile => Path.Combine(files.Database, "setup.sql");

    private string LogFile => Path.Combine(files.Logs, "database.log");

    // A socket's path may have some 100 characters only.
    private string SocketFile
    {
        get
        {
            var path = Path.Combine(files.Database, "server.sock");
            return path.Length <= LongestSocketPath
                ? path
                : Path.Combine(Path.GetTempPath(), $"gleaner-{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path)))[..16]}.sock");
        }
    }

    /// <returns>Its store with the password, or null while there is no private database.</returns>
    public StoreAddress? ReadStore() => File.Exists(StoreFile) && Directory.Exists(DataFolder) ? StoreAddress.Parse(File.ReadAllText(StoreFile).Trim()) : null;

    /// <summary>Starts the server, and makes its directory and user the first time.</summary>
    /// <param name="started">Told as soon as there is a process, so that it is never lost sight of.</param>
    public async Task<(DatabaseRecord Record, StoreAddress Store)> Start(DatabaseProgram program, int port, Action<DatabaseRecord> started, CancellationToken cancellation)
    {
        var before = ReadStore();
        if (before is null)
        {
            await CreateDataFolder(program, cancellation);
        }

        var password = before?.Password ?? RandomNumberGenerator.GetString(PasswordAlphabet, PasswordLength);
        var store = StoreAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"mysql://{Name}:{password}@127.0.0.1:{port}/{Name}"));

        // Before the first start, so that the data and the password that opens it cannot part.
        PrivateFile.Write(StoreFile, store.ToSecretString() + "\n");
        WriteSetup(store);
        using var process = DetachedProcess.Start(program.Server, ServerArguments(port), LogFile, new Dictionary<string, string>());
        var record = new DatabaseRecord
        {
            Program = program.Server,
            Directory = DataFolder,
            Port = port,
            Log = LogFile,
            Process = ProcessIdentity.Of(process.Id),
        };
        started(record);
        try
        {
            await WaitUntilItAnswers(record, store, cancellation);
        }
        finally
        {
            File.Delete(SetupFile);
        }

        return (record, store);
    }

    /// <summary>Stops the server; it writes its pages out first.</summary>
    /// <returns>False when it had to be killed.</returns>
    public static async Task<bool> Stop(ProcessIdentity process, TimeProvider time)
    {
        process.Terminate();
        if (await process.WaitForEnd(StopWithin, time))
        {
            return true;
        }

        process.Kill();
        await process.WaitForEnd(StopWithin, time);
        return false;
    }

    private async Task CreateDataFolder(DatabaseProgram program, CancellationToken cancellation)
    {
        // What an interrupted first start left is no database.
        if (Directory.Exists(DataFolder))
        {
            Directory.Delete(DataFolder, recursive: true);
        }

        PrivateFile.CreateFolder(DataFolder);
        Directory.CreateDirectory(files.Logs);
        string[] arguments = program.Installer is null
            ? ["--no-defaults", "--initialize-insecure", $"--datadir={DataFolder}", TemporaryFiles, .. AsRoot()]
            : ["--no-defaults", $"--datadir={DataFolder}", TemporaryFiles, "--auth-root-authentication-method=normal", "--skip-test-db", .. AsRoot()];
        using var process = DetachedProcess.Start(program.Installer ?? program.Server, arguments, LogFile, new Dictionary<string, string>());
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw UserErrorException.Failed($"The private database could not be set up: {LogTail.LastLine(LogFile)} Its log is {LogFile}.");
        }
    }

    // Run by the server before it takes connections: there is no moment at which its root has no password.
    private void WriteSetup(StoreAddress store)
    {
        var root = RandomNumberGenerator.GetString(PasswordAlphabet, PasswordLength);
        PrivateFile.Write(SetupFile, $"""
            CREATE DATABASE IF NOT EXISTS {Name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
            CREATE USER IF NOT EXISTS '{Name}'@'127.0.0.1' IDENTIFIED BY '{store.Password}';
            CREATE USER IF NOT EXISTS '{Name}'@'localhost' IDENTIFIED BY '{store.Password}';
            GRANT ALL PRIVILEGES ON {Name}.* TO '{Name}'@'127.0.0.1';
            GRANT ALL PRIVILEGES ON {Name}.* TO '{Name}'@'localhost';
            ALTER USER 'root'@'localhost' IDENTIFIED BY '{root}';
            DROP USER IF EXISTS 'root'@'127.0.0.1';
            DROP USER IF EXISTS 'root'@'::1';
            DROP USER IF EXISTS 'root'@'{Environment.MachineName.ToLowerInvariant()}';

            """);
    }

    private string[] ServerArguments(int port) =>
    [
        "--no-defaults",
        $"--datadir={DataFolder}",
        TemporaryFiles,
        $"--socket={SocketFile}",
        string.Create(CultureInfo.InvariantCulture, $"--port={port}"),
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        $"--pid-file={Path.Combine(files.Database, "server.pid")}",
        $"--init-file={SetupFile}",
        "--max-allowed-packet=64M",
        "--innodb-buffer-pool-size=256M",
        "--max-connections=1000",
        .. AsRoot(),
    ];

    private static string[] AsRoot() => Environment.IsPrivilegedProcess ? ["--user=root"] : [];

    private async Task WaitUntilItAnswers(DatabaseRecord record, StoreAddress store, CancellationToken cancellation)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            if (!record.IsAlive)
            {
                throw UserErrorException.Failed($"The private database ended while it started: {LogTail.LastLine(record.Log)} Its log is {record.Log}.");
            }

            if (await LoopbackPort.Accepts(record.Port, cancellation))
            {
                try
                {
                    await using var connection = await StoreDoor.Open(store, cancellation);
                    return;
                }
                catch (UserErrorException) when (time.GetElapsedTime(startedAt) < StartWithin)
                {
                    // It listens and is not ready.
                }
            }

            if (time.GetElapsedTime(startedAt) > StartWithin)
            {
                throw UserErrorException.Failed($"The private database did not answer within {StartWithin.TotalSeconds:0} s; its log is {record.Log}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
        }
    }
}
