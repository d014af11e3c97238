using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources;

/// <summary>When a source may be fetched next, and why then.</summary>
/// <param name="At">Null when at any time.</param>
internal readonly record struct DueTime(DateTimeOffset? At, DueReason Because)
{
    /// <summary>The furthest that a server can push a source away.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The latest of what holds a source back.</summary>
    /// <param name="turn">The schedule's next turn, or null.</param>
    /// <param name="freshFor">How long the answer may be taken for fresh, or null.</param>
    /// <param name="notBefore">The server's Retry-After, or null.</param>
    public static DueTime After(DateTimeOffset now, DateTimeOffset? turn, TimeSpan? freshFor, DateTimeOffset? notBefore)
    {
        var due = new DueTime(turn, turn is null ? DueReason.AtAnyTime : DueReason.Schedule);
        due = due.OrLater(now, freshFor is { } fresh && fresh > TimeSpan.Zero ? now + Least(fresh, Longest) : null, DueReason.Freshness);
        return due.OrLater(now, notBefore is { } patience ? now + Least(patience - now, Longest) : null, DueReason.RetryAfter);
    }

    /// <summary>The same with another next turn: what the server asked for stays where it is later.</summary>
    public DueTime WithTurn(DateTimeOffset? turn) =>
        Because is DueReason.Freshness or DueReason.RetryAfter && !(At <= turn) ? this : new DueTime(turn, turn is null ? DueReason.AtAnyTime : DueReason.Schedule);

    private DueTime OrLater(DateTimeOffset now, DateTimeOffset? at, DueReason because) =>
        at is { } time && time > now && (At is null || time > At) ? new DueTime(time, because) : this;

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
