namespace Gleaner.Client.Verifying;

/// <summary>How a run can break its promises.</summary>
internal enum ViolationKind
{
    /// <summary>An outcome was acknowledged, and its row is not there or says otherwise.</summary>
    Lost,

    /// <summary>A row claims a body that the origin never sent whole for that URL.</summary>
    Torn,

    /// <summary>A source has several outcomes in one run, or several states.</summary>
    Duplicate,

    /// <summary>The run has ended, and a planned source has no outcome.</summary>
    Missing,
}

/// <summary>One broken promise.</summary>
/// <param name="Source">The source's name; null where none can be named.</param>
/// <param name="Detail">What was found, for people.</param>
internal sealed record Violation(ViolationKind Kind, string? Source, string Detail);
