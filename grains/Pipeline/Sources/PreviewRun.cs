using System.Collections.Immutable;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Transforming;

namespace Gleaner.Pipeline.Sources;

/// <summary>Fetches, parses and transforms as a fetch would, and keeps nothing but the first rows, in memory.</summary>
internal sealed class PreviewRun(IFetcher fetcher, IParser parser, ITransformer transformer, TimeProvider time)
{
    /// <summary>Most bytes of rows shown together.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Most pages read for the rows wanted, so that a filter which lets nothing through does not read a whole source.</summary>
    public const int MaxPages = 20;

    /// <param name="notBefore">The server's Retry-After, or null.</param>
    public async Task<PreviewReply> Run(SourceDefinition source, PreviewRequest request, DateTimeOffset? notBefore, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var plan = FetchPlan.For(source, request.Options, notBefore, now);
        if (plan.TooEarly is { } tooEarly)
        {
            return new PreviewReply(true, [], new FetchReport { Error = tooEarly });
        }

        if (plan.Wait > TimeSpan.Zero)
        {
            await Task.Delay(plan.Wait, time, cancellation).ConfigureAwait(false);
        }

        var shown = new Shown(Math.Clamp(request.Rows, 1, PreviewRequest.MostRows));
        using var fetch = new SourceFetch(FetchJob.Shown(source, plan, now), fetcher, parser, transformer);
        while (true)
        {
            var step = await fetch.Next(cancellation).ConfigureAwait(false);
            shown.Add(step.End?.Rows ?? step.Staged?.Rows.Select(row => row.Data) ?? []);
            if (step.End is { } end)
            {
                return new PreviewReply(true, shown.Rows, end.Report);
            }

            if (shown.IsFull || fetch.Report.Pages >= MaxPages)
            {
                return new PreviewReply(true, shown.Rows, fetch.Report);
            }
        }
    }

    private sealed class Shown(int most)
    {
        private readonly ImmutableArray<byte[]>.Builder _rows = ImmutableArray.CreateBuilder<byte[]>();
        private long _bytes;

        public bool IsFull { get; private set; }

        public ImmutableArray<byte[]> Rows => _rows.ToImmutable();

        public void Add(IEnumerable<ReadOnlyMemory<byte>> rows)
        {
            foreach (var row in rows)
            {
                if (IsFull)
                {
                    return;
                }

                if (_bytes + row.Length <= MaxBytes)
                {
                    _rows.Add(row.ToArray());
                }

                _bytes += row.Length;
                IsFull = _rows.Count == most || _bytes >= MaxBytes;
            }
        }
    }
}
