using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Client;

/// <summary>The client's half of the runtime: every call goes through a gateway.</summary>
internal sealed class ClientRuntime : EngineRuntime
{
    public ClientRuntime(
        IServiceProvider services,
        TimeProvider time,
        IGatewayListProvider gateways,
        IOptions<ClusterOptions> cluster,
        IOptions<GatewayOptions> gatewayOptions,
        IOptions<ClientMessagingOptions> messaging,
        ILogger<ClientRuntime> logger)
        : base(services, time, messaging.Value, logger)
        => Gateways = new Gateways(this, gateways, cluster.Value.ClusterId, gatewayOptions.Value);

    public Gateways Gateways { get; }

    public override void Dispatch(GrainCall call)
    {
        try
        {
            // Without a gateway the call waits for one until its own time is over.
            if (Gateways.For(call.Target) is not { } connection || !connection.SendCall(call, 0))
            {
                DispatchLater(call);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }
    }

    public override void OnFrame(Connection connection, Frame frame, ref WireReader reader)
    {
        switch (frame)
        {
            case Frame.Welcome:
                OnWelcome(connection, ref reader);
                break;
            case Frame.Answer:
                OnAnswer(ref reader);
                break;
            case Frame.Leaving:
                connection.PeerIsLeaving = true;
                Gateways.Arrange();
                break;
            case Frame.Gone:
                Gateways.Forget(SiloAddress.FromParsableString(reader.String()!));
                break;
            default:
                throw new InvalidDataException($"A client does not take {frame}.");
        }
    }

    public override void OnClosed(Connection connection, IReadOnlyList<GrainCall> unsent)
    {
        Gateways.Arrange();
        base.OnClosed(connection, unsent);
    }

    public override void Dispose()
    {
        Gateways.Close();
        base.Dispose();
        foreach (GrainCall call in Calls.All)
        {
            call.Fail(new SiloUnavailableException($"This client has stopped, so the call of {call} has no answer."));
        }
    }

    private void OnWelcome(Connection connection, ref WireReader reader)
    {
        if (reader.String() is { } refusal)
        {
            connection.Greeting!.TrySetException(new ConnectionFailedException(refusal));
            return;
        }

        string silo = reader.String()!;
        var manifest = new List<(string, string, GrainType)>();
        for (int left = reader.Count(); left > 0; left--)
        {
            manifest.Add((reader.String()!, reader.String()!, new GrainType(new IdSpan(reader.Bytes().ToArray()))));
        }

        GrainTypes.Use(manifest);
        connection.Peer = SiloAddress.FromParsableString(silo);
        connection.IsGreeted = true;
        connection.Greeting!.TrySetResult(silo);
    }
}
