using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Gathering;

/// <summary>Reads the bodies of outcomes from their sources, part by part.</summary>
internal sealed class ContentReader(Func<string, ISourceGrain> sourceOf, GrainCalls calls)
{
    /// <returns>The body, or null when there is none or a newer one has taken its place.</returns>
    public async Task<SourceContent?> Read(Outcome outcome, CancellationToken cancellation)
    {
        if (!outcome.Ok || outcome.Sha256 is not { } sha256)
        {
            return null;
        }

        var source = sourceOf(outcome.Source);
        using var body = new MemoryStream();
        for (var number = 0; ; number++)
        {
            var part = await calls.Repeat(() => source.ReadContent(sha256, number), cancellation);
            if (part is null)
            {
                return null;
            }

            body.Write(part.Bytes);
            if (part.Last)
            {
                return SourceContent.Decode(body.ToArray(), part.Charset);
            }
        }
    }
}
