using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Gathering;

/// <summary>Those of the applied sources that may be fetched now: not paused, and past what schedule, freshness or server say.</summary>
internal sealed class DuePlan(IGatherPlan applied, Func<string, CancellationToken, Task<SourceStatus?>> describe, TimeProvider time) : IGatherPlan
{
    public int? Count => null;

    public async IAsyncEnumerable<ImmutableArray<PlannedSource>> ReadPages([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in applied.ReadPages(cancellation))
        {
            var known = await Task.WhenAll(page.Select(source => describe(source.Name, cancellation)));
            var now = time.GetUtcNow();
            ImmutableArray<PlannedSource> due = [.. page.Zip(known).Where(pair => pair.Second is { Paused: false } status && !(status.NextDue > now)).Select(pair => pair.First)];
            if (!due.IsEmpty)
            {
                yield return due;
            }
        }
    }
}
