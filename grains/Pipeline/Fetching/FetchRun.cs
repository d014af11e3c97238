using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>One fetch under way: its clock, the attempts made so far, and the decision whether there is another.</summary>
internal sealed class FetchRun(FetchSpec spec, PreparedRequest request, Exchange exchange, FetchLimits limits, IJitter jitter, TimeProvider time)
{
    private readonly RetryPlan _retries = new(limits, jitter, repeatable: request.Idempotent || spec.Retry?.Unsafe == true);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();
    private ImmutableArray<Attempt> _attempts = [];
    private TimeSpan _waitedFor;
    private TimeSpan _uncharged;
    private AttemptEnd? _last;

    /// <summary>Goes on after an attempt: <see cref="LastOrNext"/> begins with it.</summary>
    public FetchRun After(AttemptEnd end)
    {
        _last = end;
        return this;
    }

    /// <summary>The attempt made before, once; from then on the next attempt.</summary>
    public ValueTask<AttemptEnd> LastOrNext(CancellationToken cancellation)
    {
        if (_last is not { } last)
        {
            return Attempt(cancellation);
        }

        _last = null;
        return ValueTask.FromResult(last);
    }

    /// <summary>Makes one attempt and plans what follows: <see cref="AttemptEnd.NextIn"/>.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptEnd> Attempt(CancellationToken cancellation)
    {
        var begin = time.GetElapsedTime(_started);
        var end = await exchange.Run(request, spec, limits, spec.Deadline - (begin - _uncharged), within: null, cancellation).ConfigureAwait(false);
        var now = time.GetElapsedTime(_started);
        _uncharged += end.Waits.Uncharged;
        if (end.Begun)
        {
            _attempts = _attempts.Add(new Attempt(
                _startedAt + begin + end.Waits.First, now - begin - end.Waits.Total, end.Status, end.Error, end.Bytes, _waitedFor, end.Waits.Total));
        }

        if (end.Error is not null)
        {
            end.NextIn = _retries.Next(end.Action, end.RetryAfter, spec.Deadline - (now - _uncharged));
            _waitedFor = end.NextIn ?? TimeSpan.Zero;
        }

        return end;
    }

    /// <summary>The result, which owns the body from now on.</summary>
    public FetchResult Finish(AttemptEnd end)
    {
        var body = end.Body?.Written ?? default;
        return new FetchResult(end.Body)
        {
            Status = end.Status,
            Error = end.Error,
            Body = body,
            Bytes = end.Bytes,
            Sha256 = end.Body is null ? null : Hash(body.Span),
            ContentType = end.ContentType,
            NotBefore = end.NotBefore ?? (end.Error?.Kind == ErrorKind.RateLimited ? time.GetUtcNow() + end.RetryAfter : null),
            NotModified = end.Action == ResponseAction.NotModified,
            Ignored = end.Action == ResponseAction.Ignore,
            Validators = end.Validators,
            FreshFor = end.FreshFor,
            Link = end.Link,
            FinalUrl = end.FinalUrl,
            StartedAt = _startedAt,
            Duration = time.GetElapsedTime(_started),
            Attempts = _attempts,
        };
    }

    private static string Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }
}
