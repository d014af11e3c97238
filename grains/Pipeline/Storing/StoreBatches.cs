using System.Collections.Concurrent;
using Gleaner.Pipeline.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// The one way by which states and ledger rows are read and written: what waits together goes together.
/// Transient trouble is waited out, batch and all; a batch that is refused for good is halved until only the culprit fails.
/// </summary>
internal sealed class StoreBatches : IAsyncDisposable
{
    /// <summary>Most fetches in one transaction.</summary>
    public const int MaxWrites = 256;

    /// <summary>Two lanes with a batch each, and the next two: rows behind them would only grow old in line, and their fetches are not told that they may.</summary>
    public const int WorthTelling = 4 * MaxWrites;

    /// <summary>Below the 200 keys past which some servers stop looking at each.</summary>
    public const int MaxReads = 192;

    /// <summary>A transaction is closed once it holds this much.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan BatchTimeout = TimeSpan.FromSeconds(60);

    // A look at some rows takes milliseconds; it costs nothing to look again.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly StoreRetry _retry;
    private readonly StoreRoom _room;
    private readonly PipelineMetrics _metrics;
    private readonly ILogger _logger;
    private readonly BatchQueue<PendingWrite> _writes;
    private readonly BatchQueue<PendingRead> _reads;
    private readonly ConcurrentBag<IBatchSession> _writeSessions = [];
    private readonly ConcurrentBag<IBatchSession> _readSessions = [];
    private readonly CancellationTokenSource _closing = new();
    private int _unfinished;

    public StoreBatches(
        Database database, StoreCondition condition, StoreRoom room, PipelineMetrics metrics, TimeProvider time, ILogger<StoreBatches> logger)
    {
        _room = room;
        _metrics = metrics;
        _database = database;
        _time = time;
        _logger = logger;
        _retry = new StoreRetry(database, condition, time);
        // SQLite has one writer. On MySQL a second lane works while the first waits for the disk.
        var lanes = database.IsSqlite ? 1 : 2;
        _writes = new BatchQueue<PendingWrite>(lanes, MaxWrites, MaxBytes, write => write.Bytes, write => write.State?.Key, CommitBatch);
        _reads = new BatchQueue<PendingRead>(lanes, MaxReads, long.MaxValue, _ => 0, _ => null, ReadBatch);
    }

    /// <summary>Cancelled when the store is being closed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <exception cref="StoreException">The store refused the write, or is being closed.</exception>
    public Task<WriteVerdict> Write(StateChange? state, FetchRows? rows, CancellationToken cancellation)
    {
        var write = new PendingWrite(state, rows, cancellation);
        if (!_room.TryTake(write.Bytes))
        {
            return WriteWhenThereIsRoom(write);
        }

        _writes.Add(write);
        if (rows?.Queued is { } queued && !_database.IsSqlite && _room.Writes <= WorthTelling)
        {
            queued();
        }

        return write.Done;
    }

    /// <exception cref="StoreException">The store refused the read, or is being closed.</exception>
    public Task<StoredState?> Read(GrainRowKey key, CancellationToken cancellation)
    {
        var read = new PendingRead(key, cancellation);
        _reads.Add(read);
        return read.Done;
    }

    /// <summary>Ends the waiting for a store that does not answer; batches under way are given a few seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        var until = _time.GetTimestamp();
        while (Volatile.Read(ref _unfinished) > 0 && _time.GetElapsedTime(until) < CloseTimeout)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
        }

        foreach (var session in _writeSessions.Concat(_readSessions))
        {
            await session.DisposeAsync();
        }
    }

    private async Task<WriteVerdict> WriteWhenThereIsRoom(PendingWrite write)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(write.Cancellation, _closing.Token);
        try
        {
            await _room.Take(write.Bytes, either.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw Closed;
        }

        _writes.Add(write);
        return await write.Done;
    }

    private async Task CommitBatch(List<PendingWrite> batch)
    {
        Interlocked.Increment(ref _unfinished);
        // Before any is dropped.
        var (writes, bytes) = (batch.Count, batch.Sum(write => write.Bytes));
        try
        {
            await CommitOrHalve(batch);
        }
        catch (Exception fault)
        {
            Fail(batch, fault, (write, told) => write.Fail(told));
        }
        finally
        {
            _room.Give(writes, bytes);
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private async Task CommitOrHalve(List<PendingWrite> batch)
    {
        try
        {
            await WaitOut(batch, write => write.CancelIfAsked(), _writeSessions, CommitBounded);
            batch.ForEach(write => write.Complete());
        }
        catch (Exception fault) when (batch.Count > 1 && !_closing.IsCancellationRequested)
        {
            _logger.BatchRefused(batch.Count, StoreFault.Describe(fault, _database.Address).Message);
            await CommitOrHalve(batch[..(batch.Count / 2)]);
            await CommitOrHalve(batch[(batch.Count / 2)..]);
        }
        catch (Exception fault)
        {
            Fail(batch, fault, (write, told) => write.Fail(told));
        }
    }

    private async Task CommitBounded(IBatchSession session, List<PendingWrite> batch)
    {
        try
        {
            // Up to a gigabyte of staged rows becomes records in one transaction.
            var began = _time.GetTimestamp();
            await Bounded(session.Commit(batch, CancellationToken.None), batch.Exists(write => write.Rows?.Publish is not null) ? DbCommands.LongTime : BatchTimeout);
            _metrics.BatchCommitted(batch.Count, batch.Sum(write => write.Rows?.Outcomes.Count ?? 0), _time.GetElapsedTime(began));
        }
        catch (TimeoutException)
        {
            // It was left behind somewhere on its way, and may still arrive.
            batch.ForEach(write => write.MayBeCommitted = true);
            throw;
        }
    }

    private async Task ReadBatch(List<PendingRead> batch)
    {
        Interlocked.Increment(ref _unfinished);
        try
        {
            await WaitOut(batch, read => read.CancelIfAsked(), _readSessions, (session, rest) => Bounded(session.Read(rest, CancellationToken.None), ReadTimeout));
            batch.ForEach(read => read.Complete());
        }
        catch (Exception fault)
        {
            Fail(batch, fault, (read, told) => read.Fail(told));
        }
        finally
        {
            Interlocked.Decrement(ref _unfinished);
        }
    }

    /// <summary>Runs the batch until it goes through, dropping items that were cancelled and connections that failed.</summary>
    private async Task WaitOut<T>(List<T> batch, Predicate<T> isOver, ConcurrentBag<IBatchSession> sessions, Func<IBatchSession, List<T>, Task> run)
    {
        using var trouble = _retry.Begin();
        while (true)
        {
            batch.RemoveAll(isOver);
            if (batch.Count == 0)
            {
                return;
            }

            IBatchSession? session = null;
            try
            {
                session = sessions.TryTake(out var idle) ? idle : await OpenSession();
                await run(session, batch);
                sessions.Add(session);
                trouble.Over();
                return;
            }
            catch (Exception fault)
            {
                var transient = StoreFault.IsTransient(fault) || session is { IsOpen: false };
                if (session is not null)
                {
                    // Closing it also ends a transaction that is still open; it may itself wait for a server that is gone.
                    _ = Task.Run(() => Close(session));
                }

                if (!transient || _closing.IsCancellationRequested)
                {
                    throw;
                }

                await trouble.Wait(fault, _closing.Token);
            }
        }
    }

    // A driver may wait for ever on a server that is gone without a word.
    private Task Bounded(Task batch, TimeSpan within) => _database.IsSqlite ? batch : batch.WaitAsync(within, _time);

    private async Task<IBatchSession> OpenSession()
    {
        var connection = await _database.OpenOwn(_closing.Token);
        return _database.IsSqlite ? new SqliteSession((SqliteConnection)connection, _time) : new MySqlSession(connection);
    }

    private static async Task Close(IBatchSession session)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // It was broken already.
        }
    }

    private StoreException Closed => new($"The store {_database.Address} is being closed.");

    private void Fail<T>(List<T> batch, Exception fault, Action<T, StoreException> fail)
    {
        var told = _closing.IsCancellationRequested
            ? Closed
            : StoreFault.Describe(fault, _database.Address);
        batch.ForEach(item => fail(item, told));
    }
}
