using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>One call of a grain method, on its way from the caller to the activation and back.</summary>
internal sealed class GrainCall(EngineRuntime runtime, GrainId target, GrainMethod method) : Request
{
    private CancellationTokenSource? _targetCancellation;
    private Activation? _activation;
    private int _cancelled;

    public EngineRuntime Runtime { get; } = runtime;

    public GrainId Target { get; } = target;

    public GrainMethod Method { get; } = method;

    /// <summary>The callee's own copies; null while they are still bytes.</summary>
    public object?[]? Arguments { get; init; }

    /// <summary>The arguments as they came over the wire.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Its number in this process's <see cref="CallTable"/>.</summary>
    public long Id { get; set; }

    /// <summary>When the caller stops waiting, on the runtime's clock.</summary>
    public long Deadline { get; init; }

    public byte Hops { get; set; }

    /// <summary>The caller's half, when the caller is in this process.</summary>
    public IPendingCall? Pending { get; set; }

    /// <summary>Where the call came from and its number there, when it came over the wire.</summary>
    public Connection? Origin { get; init; }

    public long OriginId { get; init; }

    /// <summary>Over which connection the call went out, if it did.</summary>
    public Connection? SentOver { get; set; }

    public CancellationTokenRegistration CallerCancellation { get; set; }

    public override bool AlwaysInterleaves => Method.AlwaysInterleave;

    public override bool IsReadOnly => Method.ReadOnly;

    public override bool KeepsAlive => true;

    public override bool IsLocalOnly => false;

    public bool IsExpired => Runtime.Now > Deadline;

    public bool IsCancelled => Volatile.Read(ref _cancelled) != 0;

    public override bool TryBegin(Activation activation)
    {
        if (IsCancelled)
        {
            Fail(new OperationCanceledException($"The call of {this} was cancelled before it began."));
            return false;
        }

        _activation = activation;
        return !IsExpired;
    }

    public override Task Invoke(Activation activation)
    {
        object?[] arguments = Arguments ?? Method.ReadArguments(Body!);
        if (Method.CancellationTokenIndex >= 0)
        {
            var cancellation = new CancellationTokenSource();
            arguments[Method.CancellationTokenIndex] = cancellation.Token;
            Volatile.Write(ref _targetCancellation, cancellation);
            if (IsCancelled)
            {
                cancellation.Cancel();
            }
        }

        return Method.Invoke(activation.Instance!, arguments);
    }

    public override void Complete(Task done)
    {
        Volatile.Write(ref _targetCancellation, null);
        if (Origin is { } origin && !Method.OneWay)
        {
            Runtime.Arrivals.Remove(this);
            origin.Answer(this, done);
        }
        else if (Pending is { } pending && Runtime.Calls.TryRemove(this))
        {
            Method.Shape.Complete(pending, done);
        }
        else
        {
            // Nobody waits; seen all the same, so that it is not reported as unobserved.
            _ = done.Exception;
        }
    }

    public override void Fail(Exception exception)
    {
        bool waited = Runtime.Calls.TryRemove(this);
        if (Origin is { } origin && !Method.OneWay)
        {
            Runtime.Arrivals.Remove(this);
            origin.AnswerFailure(this, exception);
        }
        else if (waited)
        {
            Pending?.Fail(exception);
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

    public void Write(WireWriter writer, long viewVersion)
    {
        writer.VarUInt((ulong)Id);
        writer.VarUInt((ulong)Math.Max(1, Runtime.Elapsed(Deadline - Runtime.Now).TotalMilliseconds));
        writer.Byte(Hops);
        writer.VarUInt((ulong)viewVersion);
        writer.Bytes(Target.Type.AsSpan());
        writer.Bytes(Target.Key.AsSpan());
        writer.Fixed(Method.Id);
        if (Body is { } body)
        {
            writer.Raw(body);
        }
        else
        {
            Method.WriteArguments(writer, Arguments!);
        }
    }

    public override string ToString() => $"{Method.Name} on {Target}";
}
