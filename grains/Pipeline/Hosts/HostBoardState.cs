using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Hosts;

/// <summary>The waits that servers asked for, as far as they still last.</summary>
public sealed class HostBoardState : VersionedState
{
    public const string StateName = "host-board";

    /// <summary>By the host's authority.</summary>
    public Dictionary<string, DateTimeOffset> Until { get; set; } = [];
}
