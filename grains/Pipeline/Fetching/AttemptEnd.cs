using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Microsoft.AspNetCore.WebUtilities;

namespace Gleaner.Pipeline.Fetching;

/// <summary>What one attempt ended in, and what may be done next.</summary>
internal sealed record AttemptEnd
{
    /// <summary>Anything but Redirect: redirects are already followed.</summary>
    public required ResponseAction Action { get; init; }

    public int? Status { get; init; }

    /// <summary>Null exactly when the action is Accept, NotModified or Ignore.</summary>
    public FetchError? Error { get; init; }

    /// <summary>The whole body, exactly when the action is Accept.</summary>
    public PooledBody? Body { get; init; }

    /// <summary>Decompressed body bytes read, also of a body that broke off.</summary>
    public long Bytes { get; init; }

    public string? ContentType { get; init; }

    public Validators? Validators { get; init; }

    public TimeSpan? FreshFor { get; init; }

    /// <summary>Link headers as sent, or null.</summary>
    public string? Link { get; init; }

    /// <summary>URL of the last hop that answered, as others may know it.</summary>
    public Uri? FinalUrl { get; init; }

    /// <summary>The wait that the server asked for, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When to come back as the host's keeper says, who refused; or null.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>False when the host's keeper or its robots.txt refused before anything was sent: then there was no attempt. Set by <see cref="Exchange"/>.</summary>
    public bool Begun { get; set; } = true;

    /// <summary>Waits for the host's permission. Set by <see cref="Exchange"/>.</summary>
    public HostWaits Waits { get; set; }

    /// <summary>The wait before the next attempt, or null when this one was the last. Set by <see cref="FetchRun"/>.</summary>
    public TimeSpan? NextIn { get; set; }

    /// <summary>True when no response came, and the host is to blame.</summary>
    public bool TransportFailed => Status is null && Error?.Kind is ErrorKind.Dns or ErrorKind.Connect or ErrorKind.Tls or ErrorKind.Reset or ErrorKind.Timeout or ErrorKind.Deadline;

    public static AttemptEnd Failed(FetchFault fault, int? status, long bytes) => new()
    {
        Action = fault.Transient ? ResponseAction.Retry : ResponseAction.Fail,
        Status = status,
        Error = fault.Error,
        Bytes = bytes,
    };

    public static AttemptEnd Failed(ErrorKind kind, string message, int? status = null, long bytes = 0) =>
        Failed(new FetchFault(new FetchError(kind, message), Transient: false), status, bytes);

    /// <summary>A response that is not accepted. Its own reason phrase is not repeated: it may hold anything.</summary>
    public static AttemptEnd Refused(ResponseRule rule, int status, TimeSpan? retryAfter)
    {
        var phrase = ReasonPhrases.GetReasonPhrase(status);
        return new AttemptEnd
        {
            Action = rule.Action,
            Status = status,
            RetryAfter = rule.Kind == ErrorKind.RateLimited ? retryAfter : null,
            Error = new FetchError(rule.Kind, phrase.Length > 0 ? $"The server answered {status} {phrase}." : $"The server answered {status}."),
        };
    }
}

/// <summary>What an attempt waited for permissions.</summary>
/// <param name="First">Before its first exchange.</param>
/// <param name="Total">In all, the hops of redirects included.</param>
/// <param name="Uncharged">The part that the deadline does not count: waits for limits of ours.</param>
internal readonly record struct HostWaits(TimeSpan First, TimeSpan Total, TimeSpan Uncharged);
