using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>The caller's half of a call.</summary>
internal interface IPendingCall
{
    void Fail(Exception exception);

    /// <summary>Takes the result out of an answer that came over the wire.</summary>
    void ReadResult(ref WireReader reader);
}

/// <summary>The task a caller awaits.</summary>
internal sealed class PendingCall<T>(Codec<T> codec) : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingCall
{
    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
        {
            if (cancelled.CancellationToken.IsCancellationRequested)
            {
                TrySetCanceled(cancelled.CancellationToken);
                return;
            }
        }

        TrySetException(exception);
    }

    public void ReadResult(ref WireReader reader) => TrySetResult(codec.Read(ref reader));
}

/// <summary>Nothing, as the result of a method that returns a bare Task.</summary>
internal readonly struct Nothing;

/// <summary>What kind of task a method returns: how to make one for the caller, and how to get the result out of the grain's.</summary>
internal abstract class ReturnShape
{
    public abstract IPendingCall NewCall();

    /// <summary>What the caller's proxy returns.</summary>
    public abstract object ReturnValue(IPendingCall pending);

    public abstract object Failed(Exception exception);

    public abstract object Completed { get; }

    public abstract Task AsTask(object returned);

    /// <summary>Hands a finished task's result to a caller in this process.</summary>
    public abstract void Complete(IPendingCall pending, Task done);

    /// <summary>Writes a successful task's result.</summary>
    public abstract void WriteResult(WireWriter writer, Task done);

    public static ReturnShape For(Type returnType, CodecProvider codecs, bool immutable)
    {
        bool isValueTask = returnType == typeof(ValueTask) || (returnType.IsGenericType && returnType.GetGenericTypeDefinition() == typeof(ValueTask<>));
        bool isTask = returnType == typeof(Task) || (returnType.IsGenericType && returnType.GetGenericTypeDefinition() == typeof(Task<>));
        if (!isTask && !isValueTask)
        {
            throw new NotSupportedException($"A grain method must return Task, Task<T>, ValueTask or ValueTask<T>, not {returnType}.");
        }

        Type result = returnType.IsGenericType ? returnType.GetGenericArguments()[0] : typeof(Nothing);
        Codec codec = result == typeof(Nothing) ? new SimpleCodec<Nothing>((_, _) => { }, (ref WireReader _) => default) : codecs.Get(result);
        return (ReturnShape)Activator.CreateInstance(typeof(ReturnShape<>).MakeGenericType(result), codec, isValueTask, immutable)!;
    }
}

internal sealed class ReturnShape<T>(Codec<T> codec, bool isValueTask, bool immutable) : ReturnShape
{
    private static readonly bool s_isNothing = typeof(T) == typeof(Nothing);

    private readonly bool _share = immutable || codec.IsImmutable;

    public override object Completed => Wrap(Task.FromResult(default(T)!));

    public override IPendingCall NewCall() => new PendingCall<T>(codec);

    public override object ReturnValue(IPendingCall pending) => Wrap(((PendingCall<T>)pending).Task);

    public override object Failed(Exception exception) => Wrap(Task.FromException<T>(exception));

    public override Task AsTask(object returned) => returned switch
    {
        Task task => task,
        ValueTask<T> valueTask => valueTask.AsTask(),
        ValueTask valueTask => valueTask.AsTask(),
        _ => throw new InvalidOperationException("A grain method returned null instead of a task."),
    };

    public override void Complete(IPendingCall pending, Task done)
    {
        var call = (PendingCall<T>)pending;
        if (!done.IsCompletedSuccessfully)
        {
            call.Fail(Failure(done));
            return;
        }

        try
        {
            T result = s_isNothing ? default! : ((Task<T>)done).Result;
            call.TrySetResult(_share ? result : codec.Copy(result));
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }
    }

    public override void WriteResult(WireWriter writer, Task done)
    {
        if (!s_isNothing)
        {
            codec.Write(writer, ((Task<T>)done).Result);
        }
    }

    private object Wrap(Task<T> task) => (isValueTask, s_isNothing) switch
    {
        (false, _) => task,
        (true, true) => new ValueTask(task),
        (true, false) => new ValueTask<T>(task),
    };

    private static Exception Failure(Task done) => TaskFailure.Of(done);
}

internal static class TaskFailure
{
    /// <summary>The exception of a task that did not succeed, as an await would throw it.</summary>
    public static Exception Of(Task done)
        => done.IsCanceled
            ? new TaskCanceledException(done)
            : done.Exception is { InnerExceptions: [var single] } ? single : done.Exception!.InnerException ?? done.Exception;
}
