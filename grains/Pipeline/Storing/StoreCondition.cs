using Gleaner.Pipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Whether the store answers this silo. Everything that is asked of the store passes by here, so that trouble is said once when it
/// begins and once when it is over, however many wait, also when a server accepts and then says nothing.
/// </summary>
public sealed class StoreCondition : IDisposable
{
    /// <summary>Without progress for this long, the store is in trouble: a deadlock or a slow disk is everyday.</summary>
    public static readonly TimeSpan TroubleAfter = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan SayLossEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreCondition> _log;
    private readonly Lock _gate = new();
    private ITimer? _look;
    private int _underWay;
    private long _progressAt;
    private long? _successAt;
    private Exception? _fault;
    private bool _inTrouble;
    private long? _tableLostAt;
    private long? _tableLossSaidAt;
    private string _tableLoss = "";
    private TimeSpan _troubleBefore;

    public StoreCondition(Database database, TimeProvider time, PipelineMetrics metrics, ILogger<StoreCondition> log)
    {
        _database = database;
        _time = time;
        _log = log;
        metrics.ObserveTotal("gleaner.store.trouble", "Time in which the store made no progress.", () => TroubleTotal.TotalSeconds, "s");
    }

    /// <summary>A sentence without a full stop when the store makes no progress; null when all is well.</summary>
    public string? Trouble
    {
        get
        {
            lock (_gate)
            {
                return _inTrouble ? Describe() : IsTableLost ? _tableLoss : null;
            }
        }
    }

    // Whoever needs it asks again every 2 s.
    private bool IsTableLost => _tableLostAt is { } at && _time.GetElapsedTime(at) < TroubleAfter;

    /// <summary>How long the present trouble lasts; zero when all is well.</summary>
    public TimeSpan TroubleFor
    {
        get
        {
            lock (_gate)
            {
                return _inTrouble ? _time.GetElapsedTime(_progressAt) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Time since something last went through; null before the first time.</summary>
    public TimeSpan? SinceSuccess
    {
        get
        {
            lock (_gate)
            {
                return _successAt is { } at ? _time.GetElapsedTime(at) : null;
            }
        }
    }

    private TimeSpan TroubleTotal
    {
        get
        {
            lock (_gate)
            {
                return _troubleBefore + (_inTrouble ? _time.GetElapsedTime(_progressAt) : TimeSpan.Zero);
            }
        }
    }

    /// <summary>Asks the store something cheap.</summary>
    /// <param name="within">Bound of the answer, connecting included.</param>
    /// <returns>Null when it answered, else why not: a sentence for people.</returns>
    public async Task<string?> Probe(TimeSpan within, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(within);
        try
        {
            // A driver may not look at the token while it waits.
            await Ask(bound.Token).WaitAsync(within, _time, cancellation);
            Succeeded();
            return null;
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return $"The store {_database.Address} does not answer.";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return StoreFault.Describe(e, _database.Address).Message;
        }
    }

    public void Dispose() => _look?.Dispose();

    /// <summary>Something was asked; ends with <see cref="End"/>.</summary>
    internal void Begin()
    {
        lock (_gate)
        {
            // Who gave up and asks again goes on waiting.
            if (_underWay++ == 0 && _fault is null)
            {
                _progressAt = _time.GetTimestamp();
            }

            if (_look is null)
            {
                using var _ = ExecutionContext.SuppressFlow();
                _look = _time.CreateTimer(static condition => ((StoreCondition)condition!).Look(), this, LookEvery, LookEvery);
            }
        }
    }

    internal void Succeeded()
    {
        lock (_gate)
        {
            var lasted = _time.GetElapsedTime(_progressAt);
            _progressAt = _time.GetTimestamp();
            _successAt = _progressAt;
            _fault = null;
            if (!_inTrouble)
            {
                return;
            }

            _inTrouble = false;
            _troubleBefore += lasted;
            _log.StoreTroubleOver(lasted.TotalSeconds);
        }
    }

    /// <summary>It failed and will be asked again.</summary>
    internal void Failed(Exception fault)
    {
        lock (_gate)
        {
            _fault = fault;
            if (StoreFault.IsMissingTable(fault))
            {
                NoteLostTable(fault);
            }
        }
    }

    // Other tables answer meanwhile, so that this is no trouble by the measure of progress; somebody has to mend it all the same.
    private void NoteLostTable(Exception fault)
    {
        _tableLostAt = _time.GetTimestamp();
        _tableLoss = StoreFault.Describe(fault, _database.Address).Message.TrimEnd('.');
        if (_tableLossSaidAt is not { } said || _time.GetElapsedTime(said) >= SayLossEvery)
        {
            _tableLossSaidAt = _tableLostAt;
            _log.TableLost(_tableLoss);
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _underWay--;
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_inTrouble || _underWay == 0 || _time.GetElapsedTime(_progressAt) < TroubleAfter)
            {
                return;
            }

            _inTrouble = true;
            _log.StoreTrouble(Describe());
        }
    }

    private string Describe() => (_fault is { } fault && !StoreFault.IsTimeout(fault) ? StoreFault.Describe(fault, _database.Address).Message : $"The store {_database.Address} does not answer").TrimEnd('.');

    private async Task Ask(CancellationToken cancellation)
    {
        await using var connection = await _database.Open(cancellation);
        await connection.Scalar("SELECT 1", cancellation);
    }
}
