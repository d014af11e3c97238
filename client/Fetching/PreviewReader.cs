using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Fetching;

/// <summary>Asks a source for its rows until they are there. Nothing is stored.</summary>
internal sealed class PreviewReader(StoreConnection connection, GrainCalls calls, TimeProvider time)
{
    public async Task<PreviewReply> Read(FetchTarget target, GatherOptions options, int rows, CancellationToken cancellation)
    {
        var source = connection.Source(target.Name);
        var request = new PreviewRequest { Operation = RunId.New(time), Definition = target.Definition, Options = options, Rows = rows };
        while (true)
        {
            var reply = await calls.Repeat(() => source.Preview(request), cancellation);
            if (reply.Done)
            {
                return reply;
            }
        }
    }
}
