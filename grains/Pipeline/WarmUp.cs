using System.Net;
using System.Net.Sockets;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Pipeline;

/// <summary>
/// Makes the code of a first fetch ready while a silo starts, on a processor that is idle then: state is written as JSON and one
/// body is fetched from this process itself. Nothing is stored (docs/decisions/0039).
/// </summary>
public static class WarmUp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly SourceDefinition Bare = new() { Name = "warm-up", Url = "http://localhost" };
    private static readonly Lazy<Task> Once = new(() => Task.Run(WriteAndFetch));

    private static ReadOnlyMemory<byte> Response { get; } = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"id\": 1}"u8.ToArray();

    /// <summary>Begins, once for a process. What goes wrong is left to the first fetch, which then takes as long as it always did.</summary>
    public static void Begin() => _ = Once.Value;

    private static async Task WriteAndFetch()
    {
        Write();
        await Fetch();
    }

    private static void Write()
    {
        StateSerializer.Write(new RunPlanState { ShardSizes = [1], StartedAt = DateTimeOffset.UnixEpoch });
        StateSerializer.Write(new ShardState { Sources = [new PlannedSource(Bare.Name, Bare)] });
        StateSerializer.Write(new SourceState { Definition = Bare, LastOkAt = DateTimeOffset.UnixEpoch });
    }

    /// <summary>The whole way of a body but for the store, with parts of its own: neither connections nor permissions are left to the silo's.</summary>
    internal static async Task<PreviewReply> Fetch()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var source = Bare with { Url = $"http://{listener.LocalEndpoint}/" };
        var options = new GatherOptions { AllowPrivate = true, Timeout = Patience, Deadline = Patience };
        var request = new PreviewRequest { Operation = source.Name, Definition = source, Options = options, Rows = 1 };
        await using var parts = new ServiceCollection().AddLogging().AddGleanerFetching().BuildServiceProvider();
        var answering = Answer(listener);
        var reply = await ActivatorUtilities.CreateInstance<PreviewRun>(parts).Run(source, request, notBefore: null, CancellationToken.None);
        listener.Stop();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reply;
    }

    private static async Task Answer(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[1024]);
        await socket.SendAsync(Response);
    }
}
