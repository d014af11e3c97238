using System.Collections.Immutable;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Fetching;

/// <summary>What a fetch ended in, with the body when there is a whole one. Owns the body's memory: dispose it once the rows are stored.</summary>
public sealed class FetchResult : IDisposable
{
    private IDisposable? _memory;

    public FetchResult(IDisposable? memory = null) => _memory = memory;

    /// <summary>HTTP status of the last attempt; null when no response came.</summary>
    public int? Status { get; init; }

    /// <summary>Null exactly when the body was accepted, what is stored still holds, or there is nothing to read.</summary>
    public FetchError? Error { get; init; }

    /// <summary>The decompressed body; empty when it was not accepted. Valid until disposed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Decompressed bytes read by the last attempt.</summary>
    public long Bytes { get; init; }

    /// <summary>Lower-case hex SHA-256 of the decompressed body; null without a whole body.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Content-Type header as sent, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>Not before this time may the source be asked again (Retry-After); null when it did not say.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>True for a 304: there is no body, and what is stored still holds. <see cref="Error"/> is null.</summary>
    public bool NotModified { get; init; }

    /// <summary>True when the source's rules say that this status has nothing to read. <see cref="Error"/> is null.</summary>
    public bool Ignored { get; init; }

    /// <summary>Validators of the accepted response, or null when it had none; of a 304 only what it brought anew. GET and HEAD only.</summary>
    public Validators? Validators { get; init; }

    /// <summary>How long the response may be taken for fresh (Cache-Control max-age, else Expires), or null when it does not say.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>Link headers as sent, joined with commas, or null.</summary>
    public string? Link { get; init; }

    /// <summary>URL of the last hop, against which links in the body are resolved; null when there was no response. Without user information and without the query parameters that hold configured secrets; a server may still have put one into a Location.</summary>
    public Uri? FinalUrl { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Every attempt, in order; the first is included.</summary>
    public required ImmutableArray<Attempt> Attempts { get; init; }

    public void Dispose() => Interlocked.Exchange(ref _memory, null)?.Dispose();
}

/// <summary>One HTTP exchange, together with the redirects it led through.</summary>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="Duration">Until its last body byte or its failure.</param>
/// <param name="Status">Response status, or null when none came.</param>
/// <param name="Error">Null for a response that is accepted, not modified or ignored.</param>
/// <param name="Bytes">Decompressed body bytes read.</param>
/// <param name="WaitedFor">Backoff or Retry-After waited before this attempt.</param>
/// <param name="WaitedForHost">Waited for the host's permission before this attempt.</param>
public sealed record Attempt(DateTimeOffset StartedAt, TimeSpan Duration, int? Status, FetchError? Error, long Bytes, TimeSpan WaitedFor, TimeSpan WaitedForHost = default);
