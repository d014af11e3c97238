using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Fetching;

/// <summary>The one source that <c>fetch</c> is about.</summary>
/// <param name="Definition">Null for an applied source, which holds its own.</param>
internal sealed record FetchTarget(string Name, SourceDefinition? Definition) : IGatherPlan
{
    public int? Count => 1;

    /// <summary>The source of a file, checked before anything is opened; null without a file.</summary>
    /// <exception cref="UserErrorException">The file has faults, or no such source.</exception>
    public static FetchTarget? InFile(string? file, string name, CommandContext context)
    {
        if (file is null)
        {
            return null;
        }

        var found = SourcesFileDoor.Read(file, context).FirstOrDefault(source => source.Name == name || source.Url == name);
        return found is null
            ? throw UserErrorException.Failed($"There is no source '{name}' in {file}.")
            : new FetchTarget(found.Name, found);
    }

    /// <summary>Refuses what can be neither a name nor a URL, before a store is opened for it.</summary>
    public static void Check(string text)
    {
        if (SourceUrl.HoldsCredentials(text) && SourceUrl.FaultIn(text) is { } secret)
        {
            throw UserErrorException.Usage($"The URL '{SourceUrl.Shown(text)}' {secret}.");
        }

        if (SourceUrl.FaultIn(text) is not null && SourceName.FaultIn(text) is { } fault)
        {
            throw UserErrorException.Usage($"The source's name {fault}.");
        }
    }

    /// <summary>An applied source of that name, else the URL.</summary>
    /// <exception cref="UserErrorException">Neither an applied source nor a URL.</exception>
    public static async Task<FetchTarget> InStore(string text, StoreConnection connection, GrainCalls calls, CancellationToken cancellation)
    {
        var isUrl = SourceUrl.FaultIn(text) is null;
        var name = isUrl ? SourceName.ForUrl(text) : text;
        var status = await calls.Repeat(() => connection.Source(name).Describe(), cancellation, GrainCalls.StartPatience);
        return status is { Applied: true } ? new FetchTarget(name, null)
            : isUrl ? new FetchTarget(name, new SourceDefinition { Name = name, Url = text })
            : throw UserErrorException.Failed($"There is no applied source '{text}' in {connection.Store}, and it is not a URL; see 'gleaner sources list'.");
    }

    public async IAsyncEnumerable<ImmutableArray<PlannedSource>> ReadPages([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield return [new PlannedSource(Name, Definition)];
    }
}
