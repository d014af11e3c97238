using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>One row of the table: what the statuses from First to Last mean, and the kind of error they end in.</summary>
public sealed record ResponseRule(int First, int Last, ResponseAction Action, ErrorKind Kind = ErrorKind.HttpStatus);

/// <summary>The one table of what statuses mean. 522 and 524 are a CDN's "origin timed out".</summary>
public static class ResponseActions
{
    /// <summary>First match wins; a status in no row fails as http-status.</summary>
    public static readonly IReadOnlyList<ResponseRule> Table =
    [
        new(200, 299, ResponseAction.Accept),
        new(301, 303, ResponseAction.Redirect, ErrorKind.Redirect),
        new(307, 308, ResponseAction.Redirect, ErrorKind.Redirect),
        new(401, 401, ResponseAction.Fail, ErrorKind.Auth),
        new(403, 403, ResponseAction.Fail, ErrorKind.Auth),
        new(408, 408, ResponseAction.Retry),
        new(425, 425, ResponseAction.Retry),
        new(429, 429, ResponseAction.RateLimited, ErrorKind.RateLimited),
        new(500, 500, ResponseAction.Retry),
        new(502, 504, ResponseAction.Retry),
        new(522, 522, ResponseAction.Retry),
        new(524, 524, ResponseAction.Retry),
    ];

    private const int Lowest = 100;
    private const int Highest = 599;

    private static readonly ResponseRule Otherwise = new(0, int.MaxValue, ResponseAction.Fail);
    private static readonly ResponseRule Holds = new(304, 304, ResponseAction.NotModified);
    private static readonly ResponseRule Throttled = new(503, 503, ResponseAction.RateLimited, ErrorKind.RateLimited);
    private static readonly ResponseRule[] ByStatus =
        [.. Enumerable.Range(Lowest, Highest - Lowest + 1).Select(status => Table.FirstOrDefault(row => row.First <= status && status <= row.Last) ?? Otherwise)];

    /// <param name="status">HTTP status, any number.</param>
    /// <param name="hasRetryAfter">True when the response says when to come back: it makes 503 a rate limit.</param>
    /// <param name="conditional">True when the request was: only then is 304 an answer.</param>
    /// <param name="own">The source's own rules, which win; or null.</param>
    public static ResponseRule For(int status, bool hasRetryAfter, bool conditional = false, ResponsesDefinition? own = null)
    {
        var common = status switch
        {
            304 when conditional => Holds,
            503 when hasRetryAfter => Throttled,
            >= Lowest and <= Highest => ByStatus[status - Lowest],
            _ => Otherwise,
        };
        return own is null || own.Rules.IsDefaultOrEmpty ? common : Overridden(status, own, common);
    }

    /// <summary>The first rule that names the status. What it is called when it fails stays: a 401 is an auth error however often it is tried.</summary>
    private static ResponseRule Overridden(int status, ResponsesDefinition own, ResponseRule common)
    {
        foreach (var rule in own.Rules)
        {
            if (rule.First <= status && status <= rule.Last)
            {
                return new ResponseRule(status, status, rule.Action, rule.Action == ResponseAction.RateLimited ? ErrorKind.RateLimited : KindOf(status));
            }
        }

        return common;
    }

    private static ErrorKind KindOf(int status) => status switch
    {
        401 or 403 => ErrorKind.Auth,
        429 => ErrorKind.RateLimited,
        _ => ErrorKind.HttpStatus,
    };
}
