using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <content>What comes back over connections.</content>
internal abstract partial class EngineRuntime
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    public abstract void OnFrame(Connection connection, Frame frame, ref WireReader reader);

    /// <summary>Calls that may have reached the other end fail at once; those that cannot have are sent again.</summary>
    public virtual void OnClosed(Connection connection, IReadOnlyList<GrainCall> unsent)
    {
        foreach (GrainCall call in Calls.SentOver(connection).Except(unsent))
        {
            call.Fail(new SiloUnavailableException($"The connection to {connection.Peer} broke while it had the call of {call}, which may or may not have been made."));
        }

        foreach (GrainCall call in unsent)
        {
            call.SentOver = null;
            DispatchLater(call);
        }
    }

    /// <summary>Tries a call again that certainly was not made: where it belongs may be known better by then.</summary>
    public async void DispatchLater(GrainCall call)
    {
        await Task.Delay(RetryDelay, Time).ConfigureAwait(false);
        if (!call.IsExpired && !call.IsCancelled)
        {
            Dispatch(call);
        }
    }

    protected void OnAnswer(ref WireReader reader)
    {
        long id = (long)reader.VarUInt();
        var kind = (AnswerKind)reader.Byte();
        if (Calls.Find(id) is not { } call)
        {
            // Its caller has given up.
            return;
        }

        if (kind == AnswerKind.Rejected && call.Origin is null)
        {
            call.SentOver = null;
            DispatchLater(call);
            return;
        }

        if (!Calls.TryRemove(call))
        {
            return;
        }

        if (call.Origin is { } origin)
        {
            Arrivals.Remove(call);
            origin.AnswerRelayed(call, kind, reader.Rest.ToArray());
        }
        else if (kind == AnswerKind.Exception)
        {
            call.Pending!.Fail(Connection.ReadFailure(ref reader, Codecs));
        }
        else
        {
            ReadResult(call, ref reader);
        }
    }

    private static void ReadResult(GrainCall call, ref WireReader reader)
    {
        try
        {
            call.Pending!.ReadResult(ref reader);
        }
        catch (Exception exception)
        {
            call.Pending!.Fail(exception);
        }
    }
}
