using System.Data.Common;
using System.Globalization;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// The right to run the one embedded silo on a store. A second process waits for it; the operating system or the database gives it
/// back when its holder is killed. A memory store is its process's own.
/// </summary>
public sealed class StoreOwnership : IAsyncDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    private readonly FileStream? _file;
    private readonly CancellationTokenSource _released = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _keeping = Task.CompletedTask;
    private DbConnection? _connection;

    private StoreOwnership()
    {
    }

    private StoreOwnership(FileStream file) => _file = file;

    private StoreOwnership(Database database, DbConnection connection, TimeProvider time)
    {
        _connection = connection;
        _keeping = Task.Run(() => Keep(database, time));
    }

    /// <summary>Cancelled when the store gave the right to another, after the connection that held it broke: stop working.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the right, waiting for another process that has it.</summary>
    /// <param name="onWait">Told once, in a sentence, that and on whom this waits.</param>
    /// <exception cref="StoreException">The store cannot be reached, or its lock cannot be made.</exception>
    public static async Task<StoreOwnership> Take(Database database, TimeProvider time, Action<string> onWait, CancellationToken cancellation = default)
    {
        if (database.Address.Kind is StoreKind.Memory)
        {
            return new StoreOwnership();
        }

        var said = false;
        while (true)
        {
            var (taken, holder) = database.IsSqlite ? TryFile(database.Address.Path) : await TryServer(database, time, cancellation);
            if (taken is not null)
            {
                return taken;
            }

            if (!said)
            {
                onWait($"The store {database.Address} is in use by {holder}; waiting until it ends.");
                said = true;
            }

            await Task.Delay(PollEvery, time, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _keeping;
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    // The file itself stays: were it removed, two processes could each lock a file of that name.
    private static (StoreOwnership? Taken, string Holder) TryFile(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return (new StoreOwnership(file), "");
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreException($"The lock {lockPath} cannot be made: {fault.Message}");
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            return (null, ReadHolder(lockPath));
        }
        catch (IOException fault)
        {
            throw new StoreException($"The lock {lockPath} cannot be made: {fault.Message}");
        }
    }

    private static string ReadHolder(string lockPath)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(lockPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd() is { Length: > 0 } pid ? $"process {pid}" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }

    private static async Task<(StoreOwnership? Taken, string Holder)> TryServer(Database database, TimeProvider time, CancellationToken cancellation)
    {
        DbConnection? connection = null;
        try
        {
            connection = await database.OpenOwn(cancellation);
            if (await TryLock(connection, cancellation))
            {
                return (new StoreOwnership(database, connection, time), "");
            }

            var holder = await connection.Scalar("SELECT IS_USED_LOCK(CONCAT('gleaner-owner-', MD5(DATABASE())))", cancellation);
            await connection.DisposeAsync();
            return (null, $"another process (its connection there is {holder})");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await (connection?.DisposeAsync() ?? default);
            throw StoreFault.Describe(fault, database.Address);
        }
    }

    private static async Task<bool> TryLock(DbConnection connection, CancellationToken cancellation) => Convert.ToInt32(
        await connection.Scalar("SELECT GET_LOCK(CONCAT('gleaner-owner-', MD5(DATABASE())), 0)", cancellation) ?? 0, CultureInfo.InvariantCulture) == 1;

    // The lock lives as long as its connection: keep that from idling out, and take the lock again after the server was away.
    private async Task Keep(Database database, TimeProvider time)
    {
        while (!_released.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(PingEvery, time, _released.Token);
                if (_connection is null)
                {
                    _connection = await database.OpenOwn(_released.Token);
                    if (!await TryLock(_connection, _released.Token))
                    {
                        await _lost.CancelAsync();
                        return;
                    }
                }

                await _connection.Execute("DO 1", _released.Token);
            }
            catch (Exception) when (!_released.IsCancellationRequested)
            {
                await (_connection?.DisposeAsync() ?? default);
                _connection = null;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
