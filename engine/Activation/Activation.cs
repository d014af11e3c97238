using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>
/// One grain in memory. It is its own TaskScheduler, so whatever its methods await comes back into its turns,
/// and at most one of them runs at a time. Kept small: there may be very many.
/// </summary>
internal sealed partial class Activation(GrainClass grainClass, GrainId id) : TaskScheduler, IGrainContext, IThreadPoolWorkItem
{
    private const int TurnsBeforeYield = 64;

    private enum State : byte
    {
        Created,
        Activating,
        Valid,
        Deactivating,
        Ending,
        Ended,
    }

    // All fields below are guarded by the lock on this object, which nobody outside this class takes.
    private readonly Queue<Task> _turns = new(1);
    private Requests _requests;
    private State _state;
    private bool _scheduled;
    private bool _pumping;
    private DeactivationReason _reason;
    private List<GrainTimer>? _timers;
    private TaskCompletionSource? _deactivated;
    private IServiceScope? _scope;
    private long _keepAliveUntil;
    private long _lastUsed;

    public GrainClass Class { get; } = grainClass;

    public GrainId GrainId { get; } = id;

    public object? Instance { get; private set; }

    public object? GrainInstance => Instance;

    public IServiceProvider ActivationServices => (_scope ??= Class.Runtime.Services.CreateScope()).ServiceProvider;

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                if (_state == State.Ended)
                {
                    return Task.CompletedTask;
                }

                return (_deactivated ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Takes a request. False when the activation has ended: ask for the next one.</summary>
    public bool TryReceive(Request request)
    {
        bool isFirst;
        lock (this)
        {
            if (_state == State.Ended)
            {
                return false;
            }

            _requests.Enqueue(request);
            if (_pumping)
            {
                return true;
            }

            _pumping = true;
            isFirst = _state == State.Created;
        }

        RunTurn(isFirst ? s_activate : s_pump, this);
        return true;
    }

    /// <summary>Runs an action as a turn of this grain.</summary>
    public void RunTurn(Action<object?> action, object? state)
    {
        Task turn;
        if (ExecutionContext.IsFlowSuppressed())
        {
            turn = new Task(action, state);
        }
        else
        {
            // What flows with the caller (its AsyncLocals) must not leak into the grain.
            using (ExecutionContext.SuppressFlow())
            {
                turn = new Task(action, state);
            }
        }

        turn.Start(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = this;
        try
        {
            for (int i = 0; i < TurnsBeforeYield; i++)
            {
                Task? turn;
                lock (this)
                {
                    if (!_turns.TryDequeue(out turn))
                    {
                        _scheduled = false;
                        if (_turns.Capacity > TurnsBeforeYield)
                        {
                            // A burst must not cost memory for as long as the grain lives.
                            _turns.TrimExcess();
                        }

                        return;
                    }
                }

                TryExecuteTask(turn);
            }
        }
        finally
        {
            RuntimeContext.Current = null;
        }

        // Others wait for a thread too.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (this)
        {
            _turns.Enqueue(task);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        => !taskWasPreviouslyQueued && RuntimeContext.Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (this)
        {
            return [.. _turns];
        }
    }

    public override string ToString() => GrainId.ToString();
}
