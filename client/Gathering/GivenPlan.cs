using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Gathering;

/// <summary>A plan of sources that were given: those of a file, then bare URLs. One name is one source, the first one given.</summary>
internal sealed class GivenPlan : IGatherPlan
{
    private readonly List<SourceDefinition> _defined = [];
    private readonly List<string> _urls = [];

    public GivenPlan(IEnumerable<SourceDefinition> defined, IEnumerable<string> urls)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        _defined.AddRange(defined.Where(d => names.Add(d.Name)));
        _urls.AddRange(urls.Where(url => names.Add(SourceName.ForUrl(url))));
    }

    public int? Count => _defined.Count + _urls.Count;

    public async IAsyncEnumerable<ImmutableArray<PlannedSource>> ReadPages([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var page in Sources().Chunk(GatherLimits.ShardSize))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return ImmutableArray.Create(page);
        }
    }

    // A URL becomes a definition only when its page is written: a hundred thousand of them would be tens of megabytes.
    private IEnumerable<PlannedSource> Sources() => _defined
        .Concat(_urls.Select(url => new SourceDefinition { Name = SourceName.ForUrl(url), Url = url }))
        .Select(definition => new PlannedSource(definition.Name, definition));
}
