using System.Runtime.CompilerServices;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Applying;

/// <summary>The applied sources of a store, and how a file's differ from them.</summary>
internal sealed class AppliedSources(StoreConnection connection, GrainCalls calls)
{
    private const int AtOnce = 64;

    /// <summary>What apply would change, in the file's order.</summary>
    public async IAsyncEnumerable<SourceChange> Compare(IReadOnlyList<SourceDefinition> sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var chunk in sources.Chunk(AtOnce))
        {
            var stored = await Task.WhenAll(chunk.Select(source => calls.Repeat(() => connection.Source(source.Name).Describe(), cancellation, GrainCalls.StartPatience)));
            foreach (var change in chunk.Zip(stored).Select(pair => SourceChange.Between(pair.Second, pair.First)).OfType<SourceChange>())
            {
                yield return change;
            }
        }
    }

    /// <summary>Stores definitions; true for each that changed something.</summary>
    public async IAsyncEnumerable<(SourceDefinition Source, bool IsChanged)> Apply(IReadOnlyList<SourceDefinition> sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var chunk in sources.Chunk(AtOnce))
        {
            var changes = await Task.WhenAll(chunk.Select(source => calls.Repeat(() => connection.Source(source.Name).Apply(source), cancellation, GrainCalls.StartPatience)));
            foreach (var pair in chunk.Zip(changes))
            {
                yield return pair;
            }
        }
    }

    /// <summary>Names of applied sources that are not among these.</summary>
    public async Task<IReadOnlyList<string>> FindGone(IEnumerable<SourceDefinition> sources, CancellationToken cancellation)
    {
        var kept = sources.Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        var gone = new List<string>();
        for (var after = ""; ;)
        {
            var page = await connection.Ledger.ListApplied(after, GatherLimits.ShardSize, tag: null, cancellation);
            gone.AddRange(page.Where(name => !kept.Contains(name)));
            if (page.Count < GatherLimits.ShardSize)
            {
                return gone;
            }

            after = page[^1];
        }
    }

    public async Task Forget(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        foreach (var chunk in names.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(name => calls.Repeat(() => connection.Source(name).Forget(), cancellation, GrainCalls.StartPatience)));
        }
    }
}
