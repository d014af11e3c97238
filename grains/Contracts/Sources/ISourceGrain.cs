using Gleaner.Contracts.Runs;
using Orleans.Concurrency;

namespace Gleaner.Contracts.Sources;

/// <summary>One data source. Key: <see cref="GrainKeys.Source"/>. Makes one fetch at a time; runs that want it meanwhile share that fetch.</summary>
[Alias("gleaner.ISourceGrain")]
public interface ISourceGrain : IGrainWithStringKey
{
    /// <summary>Stores the source's definition; true when it changed something.</summary>
    [Alias("Apply")]
    Task<bool> Apply(SourceDefinition definition);

    /// <summary>The definition and what is known of the source, or null when it was never applied nor fetched.</summary>
    [Alias("Describe"), AlwaysInterleave]
    Task<SourceStatus?> Describe();

    /// <summary>Removes the definition and the records; outcomes of past runs stay. False when there was nothing to forget.</summary>
    [Alias("Forget")]
    Task<bool> Forget();

    /// <summary>
    /// Fetches for one run, or joins the fetch that is under way, and waits a few seconds for its end.
    /// Calling again with the same run is harmless: it continues waiting, or returns the committed outcome.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run was withdrawn with <see cref="Withdraw"/>.</exception>
    [Alias("Fetch"), AlwaysInterleave]
    Task<FetchReply> Fetch(FetchRequest request);

    /// <summary>Takes a run's wish for this source back. The exchange is stopped when no other run waits for it.</summary>
    [Alias("Withdraw"), AlwaysInterleave]
    Task Withdraw(string run);

    /// <summary>
    /// A part of the body kept by the last fetch that was asked to keep its content.
    /// </summary>
    /// <param name="sha256">Hash in the outcome; a newer body gives null.</param>
    /// <param name="part">0-based part number; parts are at most 1 MiB.</param>
    [Alias("ReadContent"), AlwaysInterleave]
    Task<ContentPart?> ReadContent(string sha256, int part);

    /// <summary>Fetches, parses and transforms as a fetch would, and stores nothing; waits a few seconds for the end. Asking again with the same operation continues.</summary>
    [Alias("Preview"), AlwaysInterleave]
    Task<PreviewReply> Preview(PreviewRequest request);

    /// <summary>Takes the source out of its schedule, or puts it back. False when it was so already.</summary>
    /// <exception cref="SourceNotFoundException">The source was never applied.</exception>
    [Alias("Pause")]
    Task<bool> Pause(bool paused);
}
