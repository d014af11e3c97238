using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Microsoft.AspNetCore.WebUtilities;

namespace Gleaner.Pipeline.Fetching;

/// <summary>What one attempt ended in, and what may be done next.</summary>
internal sealed record AttemptEnd
{
    /// <summary>Accept, Retry, RateLimited or Fail; redirects are already followed.</summary>
    public required ResponseAction Action { get; init; }

    public int? Status { get; init; }

    /// <summary>Null exactly when the action is Accept.</summary>
    public FetchError? Error { get; init; }

    /// <summary>The whole body, exactly when the action is Accept.</summary>
    public PooledBody? Body { get; init; }

    /// <summary>Decompressed body bytes read, also of a body that broke off.</summary>
    public long Bytes { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The wait that the server asked for, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The wait before the next attempt, or null when this one was the last. Set by <see cref="FetchRun"/>.</summary>
    public TimeSpan? NextIn { get; set; }

    public static AttemptEnd Failed(FetchFault fault, int? status, long bytes) => new()
    {
        Action = fault.Transient ? ResponseAction.Retry : ResponseAction.Fail,
        Status = status,
        Error = fault.Error,
        Bytes = bytes,
    };

    public static AttemptEnd Failed(ErrorKind kind, string message, int? status, long bytes = 0) =>
        Failed(new FetchFault(new FetchError(kind, message), Transient: false), status, bytes);

    /// <summary>A response that is not accepted. Its own reason phrase is not repeated: it may hold anything.</summary>
    public static AttemptEnd Refused(ResponseRule rule, int status, TimeSpan? retryAfter)
    {
        var phrase = ReasonPhrases.GetReasonPhrase(status);
        return new AttemptEnd
        {
            Action = rule.Action,
            Status = status,
            RetryAfter = retryAfter,
            Error = new FetchError(rule.Kind, phrase.Length > 0 ? $"The server answered {status} {phrase}." : $"The server answered {status}."),
        };
    }
}
