using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>One call of a grain method, on its way from the caller to the activation and back.</summary>
internal sealed class GrainCall(EngineRuntime runtime, GrainId target, GrainMethod method, object?[] arguments) : Request
{
    private CancellationTokenSource? _targetCancellation;
    private int _cancelled;
    private Activation? _activation;

    public EngineRuntime Runtime { get; } = runtime;

    public GrainId Target { get; } = target;

    public GrainMethod Method { get; } = method;

    public object?[] Arguments { get; } = arguments;

    public long Id { get; set; }

    /// <summary>When the caller stops waiting, on the clock of the runtime's TimeProvider.</summary>
    public long Deadline { get; set; }

    public byte Hops { get; set; }

    /// <summary>The caller's half, when the caller is in this process.</summary>
    public IPendingCall? Pending { get; set; }

    /// <summary>Where the call came from, when it came over the wire.</summary>
    public RemoteCaller? Origin { get; set; }

    /// <summary>Over which connection the call went out, if it did.</summary>
    public Connection? SentOver { get; set; }

    public CancellationTokenRegistration CallerCancellation { get; set; }

    public override bool AlwaysInterleaves => Method.AlwaysInterleave;

    public override bool IsReadOnly => Method.ReadOnly;

    public override bool KeepsAlive => true;

    public override bool IsLocalOnly => false;

    public bool IsExpired => Runtime.Now > Deadline;

    public override bool TryBegin(Activation activation)
    {
        if (Volatile.Read(ref _cancelled) != 0)
        {
            Fail(new OperationCanceledException($"The call of {this} was cancelled before it began."));
            return false;
        }

        _activation = activation;
        return !IsExpired;
    }

    public override Task Invoke(Activation activation)
    {
        if (Method.CancellationTokenIndex >= 0)
        {
            var cancellation = new CancellationTokenSource();
            Arguments[Method.CancellationTokenIndex] = cancellation.Token;
            Volatile.Write(ref _targetCancellation, cancellation);
            if (Volatile.Read(ref _cancelled) != 0)
            {
                cancellation.Cancel();
            }
        }

        return Method.Invoke(activation.Instance!, Arguments);
    }

    public override void Complete(Task done)
    {
        Volatile.Write(ref _targetCancellation, null);
        if (Origin is { } origin)
        {
            origin.Connection.Answer(this, origin, done);
        }
        else if (Pending is { } pending && Runtime.Calls.TryRemove(this))
        {
            Method.Shape.Complete(pending, done);
        }
        else if (done.IsFaulted)
        {
            _ = done.Exception;
        }
    }

    public override void Fail(Exception exception)
    {
        if (Origin is { } origin)
        {
            origin.Connection.AnswerFailure(this, origin, exception);
        }
        else if (Pending is { } pending && Runtime.Calls.TryRemove(this))
        {
            pending.Fail(exception);
        }
    }

    /// <summary>Tells the callee, wherever it is, that its token is cancelled.</summary>
    public void CancelTarget()
    {
        if (Interlocked.Exchange(ref _cancelled, 1) != 0)
        {
            return;
        }

        if (SentOver is { } connection)
        {
            connection.SendCancel(Id);
        }
        else if (Volatile.Read(ref _targetCancellation) is { } cancellation && _activation is { } activation)
        {
            // What the grain registered on its token runs as a turn of the grain.
            activation.RunTurn(static state => ((CancellationTokenSource)state!).Cancel(), cancellation);
        }
    }

    public override string ToString() => $"{Method.Name} on {Target}";
}
