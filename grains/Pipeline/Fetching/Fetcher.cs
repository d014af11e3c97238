using Gleaner.Pipeline.Hosts;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// Makes polite fetches over connections that the whole silo shares. <see cref="Exchange"/> makes an attempt,
/// <see cref="FetchRun"/> decides about the next one, a resilience pipeline waits and repeats.
/// </summary>
public sealed class Fetcher : IFetcher, IDisposable
{
    private readonly FetchLimits _limits;
    private readonly IJitter _jitter;
    private readonly TimeProvider _time;
    private readonly HttpHandlers _handlers;
    private readonly Exchange _exchange;
    private readonly ResiliencePipeline<AttemptEnd> _repeats;

    public Fetcher(FetchLimits limits, IHostResolver resolver, IJitter jitter, IHosts hosts, TimeProvider time, ILogger<Fetcher> log)
    {
        (_limits, _jitter, _time) = (limits, jitter, time);
        _handlers = new HttpHandlers(limits, resolver);
        _exchange = new Exchange(_handlers, hosts, time, log);
        _repeats = new ResiliencePipelineBuilder<AttemptEnd> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<AttemptEnd>
            {
                // How often and how long is the run's decision: a server's rate limit does not spend the retries.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result?.NextIn is not null),
                DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result?.NextIn),
            })
            .Build();
    }

    /// <inheritdoc/>
    public async Task<FetchResult> Fetch(FetchSpec spec, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var request = PreparedRequest.TryCreate(spec, out var fault);
        if (request is null)
        {
            return new FetchResult { Error = fault, StartedAt = _time.GetUtcNow(), Duration = TimeSpan.Zero, Attempts = [] };
        }

        var run = new FetchRun(spec, request, _exchange, _limits.For(spec), _jitter, _time);
        var end = await run.Attempt(cancellation).ConfigureAwait(false);
        if (end.NextIn is not null)
        {
            // Entered only now: the pipeline alone would cost a fetch that succeeds at once some 3 µs, a tenth of its time.
            end = await _repeats.ExecuteAsync(static (run, token) => run.LastOrNext(token), run.After(end), cancellation).ConfigureAwait(false);
        }

        return run.Finish(end);
    }

    public void Dispose() => _handlers.Dispose();
}
