using System.Collections.Concurrent;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <content>
/// What happens when the cluster changes. A grain that moves is let go by its old silo before the new one activates it:
/// until a silo has said that it is settled in a view, whoever activates a grain in that view asks it first.
/// </content>
internal sealed partial class SiloRuntime
{
    private readonly ConcurrentDictionary<SiloAddress, long> _settled = new();
    private readonly ConcurrentDictionary<Connection, byte> _connections = new();
    private readonly Lock _viewLock = new();
    private SiloAddress[] _unsettled = [];
    private Task _releasing = Task.CompletedTask;
    private bool _isLeaving;
    private bool _isDisowning;

    /// <summary>Called when the ring has changed.</summary>
    public event Action? RingChanged;

    public MembershipAgent? Membership { get; set; }

    /// <summary>Takes a newer view: silence for the dead, and what moved away is let go.</summary>
    public void Use(ClusterView view)
    {
        bool ringChanged;
        ClusterView before;
        lock (_viewLock)
        {
            if (view.Version <= View.Version)
            {
                return;
            }

            before = View;
            view = _isDisowning ? view.Without(Details.SiloAddress) : view;
            ringChanged = !view.Ring.Silos.SequenceEqual(View.Ring.Silos);
            View = view;
            Volatile.Write(ref _ownsAll, view.Ring.Silos.Count == 1 && view.Ring.Silos[0].Equals(Details.SiloAddress));
            FindUnsettled();
            if (ringChanged)
            {
                // The view is published before the directory is searched, and an activation looks at the view once it is in the directory:
                // so none is missed.
                _releasing = Task.WhenAll(_releasing, Deactivate(
                    Directory.All.Where(activation => !Owns(activation.GrainId)),
                    new(DeactivationReasonCode.RuntimeRequested, "The grain belongs to another silo now.")));
            }
        }

        DropDead(before, view);

        _ = TellSettled(view);
        if (ringChanged)
        {
            RingChanged?.Invoke();
        }
    }

    /// <summary>Completes when no other silo has this grain active, or cannot say so in time.</summary>
    public Task Handover(GrainId id)
    {
        SiloAddress[] unsettled = Volatile.Read(ref _unsettled);
        return unsettled.Length == 0 ? Task.CompletedTask : Task.WhenAll(unsettled.Select(silo => AskRelease(silo, id)));
    }

    public void OnSiloGone(SiloAddress silo) => Membership?.OnGone(silo);

    public void Accept(System.Net.Sockets.Socket socket)
    {
        var connection = new Connection(socket, this, MaxFrame);
        _connections.TryAdd(connection, 0);
        connection.Start();
    }

    /// <summary>Tells the clients to use other gateways from now on.</summary>
    public void Leave()
    {
        _isLeaving = true;
        TellClients(Frame.Leaving, 0, static (_, _) => { });
    }

    /// <summary>Takes no grain from now on, even when the table could not be told so.</summary>
    public void Disown()
    {
        lock (_viewLock)
        {
            _isDisowning = true;
            View = View.Without(Details.SiloAddress);
            Volatile.Write(ref _ownsAll, false);
        }
    }

    /// <summary>Waits until nobody waits for an answer through this silo.</summary>
    public async Task Drain(CancellationToken cancellationToken)
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(20);
        do
        {
            // Also lets the last answers leave.
            await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (Calls.AnyRelayed && !cancellationToken.IsCancellationRequested);
    }

    /// <summary>Ends everything at once.</summary>
    public void Kill()
    {
        lock (_viewLock)
        {
            View = ClusterView.None;
            Volatile.Write(ref _ownsAll, false);
            Volatile.Write(ref _unsettled, []);
        }

        Dispose();
        foreach (Activation activation in Directory.All)
        {
            activation.Abandon();
        }

        foreach ((Connection connection, _) in _connections)
        {
            connection.Close();
        }

        foreach (GrainCall call in Calls.All)
        {
            call.Fail(new SiloUnavailableException($"This silo has stopped, so the call of {call} has no answer."));
        }
    }

    private void TellClients<TState>(Frame frame, TState state, Action<WireWriter, TState> write)
    {
        foreach ((Connection connection, _) in _connections)
        {
            if (connection is { Peer: null, IsGreeted: true })
            {
                connection.Send(frame, state, write);
            }
        }
    }

    /// <summary>Nothing is expected of the dead any more, here and at the clients. A silo that was only stopped may still hold its sockets.</summary>
    private void DropDead(ClusterView before, ClusterView now)
    {
        foreach ((SiloAddress silo, SiloLink link) in _links)
        {
            if (now.StatusOf(silo) is SiloStatus.Dead or SiloStatus.None)
            {
                link.Close();
                _links.TryRemove(new(silo, link));
            }
        }

        foreach (SiloAddress silo in before.Others(Details.SiloAddress).Where(silo => now.StatusOf(silo) is SiloStatus.Dead or SiloStatus.None))
        {
            TellClients(Frame.Gone, silo.ToParsableString(), static (writer, name) => writer.String(name));
        }
    }

    private void FindUnsettled() => Volatile.Write(ref _unsettled, [.. View.Others(Details.SiloAddress).Where(silo => _settled.GetValueOrDefault(silo) < View.Version)]);

    private async Task TellSettled(ClusterView view)
    {
        await _releasing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (SiloAddress silo in view.Others(Details.SiloAddress))
        {
            await LinkTo(silo).Tell(Frame.Settled, view.Version, static (writer, version) => writer.VarUInt((ulong)version)).ConfigureAwait(false);
        }
    }

    private void OnSettled(SiloAddress silo, long version)
    {
        _settled.AddOrUpdate(silo, version, (_, known) => Math.Max(known, version));
        lock (_viewLock)
        {
            FindUnsettled();
        }

        Membership?.OnTold(version);
    }

    private async Task AskRelease(SiloAddress silo, GrainId id)
    {
        using var timeout = new CancellationTokenSource(Collection.DeactivationTimeout, Time);
        try
        {
            await LinkTo(silo).Ask(Frame.Release, (id, View.Version), static (writer, question) =>
            {
                writer.VarUInt((ulong)question.Version);
                writer.Bytes(question.id.Type.AsSpan());
                writer.Bytes(question.id.Key.AsSpan());
            }, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (SiloLink.IsFailure(exception))
        {
            // It is gone or stuck. The versions of what is stored are the last line of defence.
            EngineLog.HandoverUnconfirmed(Logger, exception.Message, silo, id);
        }
    }

    private void OnRelease(Connection connection, ref WireReader reader)
    {
        long question = (long)reader.VarUInt();
        long version = (long)reader.VarUInt();
        var id = new GrainId(new GrainType(new IdSpan(reader.Bytes().ToArray())), new IdSpan(reader.Bytes().ToArray()));
        _ = Release(connection, question, version, id);
    }

    private async Task Release(Connection connection, long question, long version, GrainId id)
    {
        await Membership!.Reach(version).ConfigureAwait(false);
        if (!Owns(id) && Directory.Find(id) is { } activation)
        {
            await Deactivate([activation], new(DeactivationReasonCode.RuntimeRequested, "The grain belongs to another silo now.")).ConfigureAwait(false);
        }

        connection.Send(Frame.ReleaseAnswer, question, static (writer, id) => writer.VarUInt((ulong)id));
    }
}
