using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>A plan of the applied sources, read from the store by name.</summary>
/// <param name="list">One page of names in order, after a name, at most so many.</param>
internal sealed class AppliedPlan(Func<string, int, CancellationToken, Task<IReadOnlyList<string>>> list) : IGatherPlan
{
    public int? Count => null;

    public async IAsyncEnumerable<ImmutableArray<PlannedSource>> ReadPages([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = ""; ;)
        {
            var names = await list(after, GatherLimits.ShardSize, cancellation);
            if (names.Count > 0)
            {
                yield return [.. names.Select(name => new PlannedSource(name, Definition: null))];
                after = names[^1];
            }

            if (names.Count < GatherLimits.ShardSize)
            {
                yield break;
            }
        }
    }
}
