using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>The time cap of one query and the caller's cancellation, and how their end is told.</summary>
internal sealed class QueryLimit : IDisposable
{
    private readonly StoreAddress _address;
    private readonly TimeSpan _cap;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private CancellationTokenRegistration _interrupt;

    /// <param name="cap">The time that the caller was promised.</param>
    /// <param name="stopAfter">When to stop it from here.</param>
    public QueryLimit(StoreAddress address, TimeSpan cap, TimeSpan stopAfter, TimeProvider time, CancellationToken caller)
    {
        (_address, _cap, _caller) = (address, cap, caller);
        _timer = new CancellationTokenSource(stopAfter, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>SQLite works on the caller's thread and does not look at tokens: it must be told from another.</summary>
    public void Interrupt(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            _interrupt = Token.Register(() => SQLitePCL.raw.sqlite3_interrupt(handle));
        }
    }

    /// <summary>From here on nothing is interrupted: the connection is being closed.</summary>
    public void Stop() => _interrupt.Dispose();

    public Exception Describe(Exception fault) => fault switch
    {
        _ when _caller.IsCancellationRequested => new OperationCanceledException(_caller),
        _ when _timer.IsCancellationRequested || StoreFault.IsTimeout(fault) => new StoreException($"The query took longer than {_cap.TotalSeconds:0.#} s and was stopped."),
        StoreException => fault,
        _ => StoreFault.DescribeStatement(fault, _address),
    };

    public void Dispose()
    {
        Stop();
        _either.Dispose();
        _timer.Dispose();
    }
}
