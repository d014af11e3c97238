using System.Runtime.CompilerServices;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Makes one attempt: request, redirects, body, all within the attempt's timeout and the fetch's deadline.</summary>
internal sealed partial class Exchange(HttpHandlers handlers, FetchLimits limits, TimeProvider time, ILogger<Fetcher> log)
{
    private readonly ObjectPool<AttemptTimer> _timers = new DefaultObjectPool<AttemptTimer>(new AttemptTimer.Policy(time), maximumRetained: 1024);

    /// <summary>Never throws for what a server or a network can do.</summary>
    /// <param name="deadline">What is left of the fetch's deadline.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptEnd> Run(PreparedRequest request, FetchSpec spec, TimeSpan deadline, CancellationToken cancellation)
    {
        var timer = _timers.Get();
        timer.Start(spec.Timeout, deadline, cancellation);
        var invoker = handlers.For(spec.AllowPrivate);
        var url = request.Url;
        Redirects? redirects = null;
        int? status = null;
        PooledBody? body = null;
        try
        {
            while (true)
            {
                using var message = request.ForHop(url, redirects?.Trusted ?? true);
                using var response = await invoker.SendAsync(message, timer.Token).ConfigureAwait(false);
                status = (int)response.StatusCode;
                var retryAfter = BodyReader.Value(response.Headers.NonValidated, "Retry-After");
                var rule = ResponseActions.For(status.Value, retryAfter is not null);
                AttemptEnd end;
                if (rule.Action == ResponseAction.Accept)
                {
                    body = BodyReader.Prepare(response, limits);
                    end = await BodyReader.Fill(body, response, limits, timer).ConfigureAwait(false)
                        ? Accepted(response, status.Value, body)
                        : TooLarge(status.Value, body);
                }
                else if (rule.Action == ResponseAction.Redirect)
                {
                    redirects ??= new Redirects(url, limits.MaxRedirects);
                    var next = redirects.Follow(url, BodyReader.Value(response.Headers.NonValidated, "Location"), out var refusal);
                    if (next is not null)
                    {
                        (url, status) = (next, null);
                        continue;
                    }

                    end = AttemptEnd.Failed(ErrorKind.Redirect, refusal, status);
                }
                else
                {
                    end = AttemptEnd.Refused(rule, status.Value, RetryAfter.Read(retryAfter, time.GetUtcNow(), limits.MaxRetryAfter));
                }

                _timers.Return(timer);
                return end;
            }
        }
        catch (Exception error)
        {
            var expired = timer.Token.IsCancellationRequested;
            var bytes = body?.Length ?? 0;
            body?.Dispose();
            // Not back to the pool: whatever broke may still hold on to its token.
            timer.Dispose();
            cancellation.ThrowIfCancellationRequested();
            var fault = expired ? Expired(timer.Bound, spec) : FetchFault.From(error, url, body is null ? ExchangeStage.Headers : ExchangeStage.Body, limits);
            if (fault.Error.Kind == ErrorKind.Internal)
            {
                LogUnexpectedFault(log, error, url.IdnHost);
            }

            return AttemptEnd.Failed(fault, status, bytes);
        }
    }

    private static AttemptEnd Accepted(HttpResponseMessage response, int status, PooledBody body) => new()
    {
        Action = ResponseAction.Accept,
        Status = status,
        Body = body,
        Bytes = body.Length,
        ContentType = BodyReader.Value(response.Content.Headers.NonValidated, "Content-Type"),
    };

    private AttemptEnd TooLarge(int status, PooledBody body)
    {
        var bytes = body.Length;
        body.Dispose();
        return AttemptEnd.Failed(ErrorKind.TooLarge, $"The decompressed body is over its cap of {limits.MaxBodyBytes:N0} bytes.", status, bytes);
    }

    private FetchFault Expired(TimeBound bound, FetchSpec spec) => bound switch
    {
        TimeBound.Deadline => new(new(ErrorKind.Deadline, $"The fetch was not done within its deadline of {spec.Deadline.TotalSeconds:0.###} s."), Transient: false),
        TimeBound.Idle => new(new(ErrorKind.Timeout, $"The body stood still for {limits.IdleReadTimeout.TotalSeconds:0.###} s."), Transient: true),
        _ => new(new(ErrorKind.Timeout, $"The answer was not complete within {spec.Timeout.TotalSeconds:0.###} s."), Transient: true),
    };
}
