using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <content>What other silos and clients say to this silo.</content>
internal sealed partial class SiloRuntime
{
    public override void OnFrame(Connection connection, Frame frame, ref WireReader reader)
    {
        switch (frame)
        {
            case Frame.Hello:
                OnHello(connection, ref reader);
                break;
            case Frame.Welcome:
                OnWelcome(connection, ref reader);
                break;
            case var _ when !connection.IsGreeted:
                throw new InvalidDataException($"A {frame} came before the greeting.");
            case Frame.Request:
                OnRequest(connection, ref reader);
                break;
            case Frame.Answer:
                OnAnswer(ref reader);
                break;
            case Frame.Cancel:
                Arrivals.Cancel(connection, (long)reader.VarUInt());
                break;
            case Frame.Probe:
                connection.Send(Frame.ProbeAnswer, (long)reader.VarUInt(), static (writer, id) => writer.VarUInt((ulong)id));
                break;
            case Frame.ProbeAnswer or Frame.ReleaseAnswer:
                LinkTo(connection.Peer!).OnAnswered((long)reader.VarUInt());
                break;
            case Frame.Release:
                OnRelease(connection, ref reader);
                break;
            case Frame.Settled:
                OnSettled(connection.Peer!, (long)reader.VarUInt());
                break;
            case Frame.TableChanged:
                Membership?.OnTold((long)reader.VarUInt());
                break;
            default:
                throw new InvalidDataException($"A silo does not take {frame}.");
        }
    }

    public override void OnClosed(Connection connection, IReadOnlyList<GrainCall> unsent)
    {
        _connections.TryRemove(connection, out _);
        if (connection.Greeting is not null && connection.Peer is { } peer)
        {
            LinkTo(peer).OnClosed(connection);
            Membership?.OnBroken(peer);
        }

        base.OnClosed(connection, unsent);
    }

    private void OnHello(Connection connection, ref WireReader reader)
    {
        var hello = Hello.Read(ref reader);
        if (hello.ClusterId != Details.ClusterId)
        {
            Welcome(connection, $"This is cluster '{Details.ClusterId}', not '{hello.ClusterId}'.");
            connection.Close();
            return;
        }

        if (hello.IsSilo)
        {
            connection.Peer = SiloAddress.FromParsableString(hello.Name);
            if (View.StatusOf(connection.Peer) == SiloStatus.Dead)
            {
                Welcome(connection, $"{hello.Name} was declared dead.");
                connection.Close();
                return;
            }
        }

        connection.IsGreeted = true;
        Welcome(connection, null);
        if (!hello.IsSilo && _isLeaving)
        {
            connection.Send(Frame.Leaving, 0, static (_, _) => { });
        }
    }

    private void Welcome(Connection connection, string? refusal) => connection.Send(Frame.Welcome, (refusal, runtime: this), static (writer, welcome) =>
    {
        writer.String(welcome.refusal);
        writer.String(welcome.runtime.Details.SiloAddress.ToParsableString());
        List<(string Face, string ClassName, GrainType Type)> manifest = [.. welcome.runtime.GrainTypes.Manifest];
        writer.VarUInt((ulong)manifest.Count);
        foreach ((string face, string className, GrainType type) in manifest)
        {
            writer.String(face);
            writer.String(className);
            writer.Bytes(type.AsSpan());
        }
    });

    private void OnWelcome(Connection connection, ref WireReader reader)
    {
        if (reader.String() is { } refusal)
        {
            // It may be that this silo was declared dead: the table tells.
            Membership?.OnTold(View.Version + 1);
            connection.Greeting?.TrySetException(new ConnectionFailedException(refusal));
            return;
        }

        connection.IsGreeted = true;
        connection.Greeting?.TrySetResult(reader.String()!);
    }

    private void OnRequest(Connection connection, ref WireReader reader)
    {
        long id = (long)reader.VarUInt();
        long milliseconds = (long)reader.VarUInt();
        byte hops = reader.Byte();
        long version = (long)reader.VarUInt();
        var target = new GrainId(new GrainType(new IdSpan(reader.Bytes().ToArray())), new IdSpan(reader.Bytes().ToArray()));
        ulong methodId = reader.Fixed<ulong>();
        GrainMethod? method;
        try
        {
            method = Interfaces.Find(methodId) ?? throw new OrleansException($"The silo {Details.SiloAddress} does not know the method that was called on {target}: is it of another build?");
        }
        catch (Exception exception)
        {
            connection.AnswerFailure(new GrainCall(this, target, null!) { Origin = connection, OriginId = id }, exception);
            return;
        }

        var call = new GrainCall(this, target, method)
        {
            Origin = connection,
            OriginId = id,
            Hops = hops,
            Deadline = Now + Timestamps(TimeSpan.FromMilliseconds(milliseconds)),
            Body = reader.Rest.ToArray(),
        };
        Arrivals.Add(call);
        if (version > View.Version)
        {
            // The sender knows more than this silo: look before deciding whose the grain is.
            _ = DispatchWhenInformed(call, version);
        }
        else
        {
            Dispatch(call);
        }
    }

    private async Task DispatchWhenInformed(GrainCall call, long version)
    {
        await Membership!.Reach(version).ConfigureAwait(false);
        Dispatch(call);
    }
}
