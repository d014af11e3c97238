using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Hosts;

/// <summary>What a host's next activation must know in order to give nothing away twice.</summary>
public sealed class HostState : VersionedState
{
    public const string StateName = "host";

    /// <summary>Hosts can be as many as sources: they use the same batches.</summary>
    public const string StorageName = SourceState.StorageName;

    /// <summary>No lease is longer than until then; written ahead, so that a host in use is written every few seconds only.</summary>
    public DateTimeOffset LeasesUntil { get; set; }

    /// <summary>Silos that may hold a lease until then.</summary>
    public List<string> Holders { get; set; } = [];

    /// <summary>Where start times go on, for hosts whose starts are a second or more apart.</summary>
    public DateTimeOffset NextStart { get; set; }
}
