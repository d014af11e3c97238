using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>What a silo and a client have in common: they make calls and wait for answers.</summary>
internal abstract partial class EngineRuntime : IConnectionOwner, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly MessagingOptions _messaging;
    private readonly ITimer _tick;
    private readonly long _ticksPerTimestamp;
    private long _now;

    protected EngineRuntime(IServiceProvider services, TimeProvider time, MessagingOptions messaging, ILogger logger)
    {
        Services = services;
        Time = time;
        Logger = logger;
        _messaging = messaging;
        _ticksPerTimestamp = time.TimestampFrequency;
        Codecs = new CodecProvider(new TypeNames()) { MakeReference = (face, id) => GrainFactory!.Reference(face, id) };
        Interfaces = new GrainInterfaces(Codecs);
        GrainTypes = new GrainTypes();
        GrainFactory = new EngineGrainFactory(this);
        _now = time.GetTimestamp();
        using (ExecutionContext.SuppressFlow())
        {
            _tick = time.CreateTimer(static state => ((EngineRuntime)state!).OnTick(), this, Tick, Tick);
        }
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public CodecProvider Codecs { get; }

    public GrainInterfaces Interfaces { get; }

    public GrainTypes GrainTypes { get; }

    public EngineGrainFactory GrainFactory { get; }

    public CallTable Calls { get; } = new();

    public Arrivals Arrivals { get; } = new();

    public int MaxFrame => _messaging.MaxMessageBodySize;

    /// <summary>The clock for deadlines and idleness, read once per tick: calls are too many to ask the time for each.</summary>
    public long Now => Volatile.Read(ref _now);

    public TimeSpan ResponseTimeout => _messaging.ResponseTimeout;

    /// <summary>Makes a call and returns what its method returns: the caller's task.</summary>
    public object Call(GrainId target, MethodInfo info, object?[] arguments)
    {
        GrainMethod method;
        try
        {
            method = Interfaces.Get(info);
        }
        catch (CodecNotFoundException exception)
        {
            return ReturnShape.For(info.ReturnType.IsGenericType ? typeof(Task<>).MakeGenericType(info.ReturnType.GetGenericArguments()) : info.ReturnType, Codecs, true).Failed(exception);
        }

        try
        {
            CancellationToken cancellation = method.CancellationTokenIndex < 0 ? default : (CancellationToken)arguments[method.CancellationTokenIndex]!;
            if (cancellation.IsCancellationRequested)
            {
                return method.Shape.Failed(new OperationCanceledException(cancellation));
            }

            if (method.CopiesArguments)
            {
                method.IsolateArguments(arguments);
            }

            var call = new GrainCall(this, target, method) { Arguments = arguments, Deadline = Now + Timestamps(method.ResponseTimeout ?? ResponseTimeout) };
            if (method.OneWay)
            {
                Dispatch(call);
                return method.Shape.Completed;
            }

            call.Pending = method.Shape.NewCall();
            Calls.Add(call);
            if (cancellation.CanBeCanceled)
            {
                call.CallerCancellation = cancellation.UnsafeRegister(static (state, token) => ((GrainCall)state!).Runtime.OnCallerCancelled((GrainCall)state, token), call);
            }

            Dispatch(call);
            return method.Shape.ReturnValue(call.Pending);
        }
        catch (Exception exception)
        {
            return method.Shape.Failed(exception);
        }
    }

    /// <summary>Sends a call on its way. Every failure goes to the call, none is thrown.</summary>
    public abstract void Dispatch(GrainCall call);

    public long Timestamps(TimeSpan span) => span == Timeout.InfiniteTimeSpan || span.TotalDays > 1000
        ? long.MaxValue / 4
        : (long)(span.TotalSeconds * _ticksPerTimestamp);

    public TimeSpan Elapsed(long timestamps) => TimeSpan.FromSeconds((double)timestamps / _ticksPerTimestamp);

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        _tick.Dispose();
    }

    private void OnTick()
    {
        Volatile.Write(ref _now, Time.GetTimestamp());
        Calls.Expire(ResponseTimeout, _messaging.CancelRequestOnTimeout);
    }

    private void OnCallerCancelled(GrainCall call, CancellationToken token)
    {
        if (!_messaging.WaitForCancellationAcknowledgement)
        {
            // Disposing the registration from within its own callback would wait for itself.
            call.CallerCancellation = default;
            if (Calls.TryRemove(call))
            {
                call.Pending!.Fail(new OperationCanceledException(token));
            }
        }

        call.CancelTarget();
    }
}
