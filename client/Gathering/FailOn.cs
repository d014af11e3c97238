using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>When failed sources make the command fail.</summary>
internal enum FailOn
{
    /// <summary>One failed source is enough.</summary>
    Any,

    /// <summary>Only when no source was ok.</summary>
    All,

    /// <summary>Never.</summary>
    None,
}

internal static class FailOnRule
{
    public static int ExitCodeOf(this FailOn rule, RunStatus status) => rule switch
    {
        FailOn.Any when status.Failed > 0 => ExitCode.SourcesFailed,
        FailOn.All when status.Failed > 0 && status.Ok == 0 => ExitCode.SourcesFailed,
        _ => ExitCode.Ok,
    };
}
