using System.Runtime.CompilerServices;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// Makes one attempt, all within its timeout and the fetch's deadline: for each hop the robots.txt, an access token and the
/// host's permission where they are needed, then the request; at the end the body.
/// </summary>
internal sealed partial class Exchange
{
    private readonly HttpHandlers _handlers;
    private readonly IHosts _hosts;
    private readonly TimeProvider _time;
    private readonly ILogger<Fetcher> _log;
    private readonly OAuth2Tokens _tokens;
    private readonly RobotsFiles _robots;
    private readonly ObjectPool<AttemptTimer> _timers;

    public Exchange(HttpHandlers handlers, IHosts hosts, TimeProvider time, ILogger<Fetcher> log)
    {
        (_handlers, _hosts, _time, _log) = (handlers, hosts, time, log);
        _tokens = new OAuth2Tokens(this, time);
        _robots = new RobotsFiles(this, time);
        _timers = new DefaultObjectPool<AttemptTimer>(new AttemptTimer.Policy(time), maximumRetained: 1024);
    }

    /// <summary>Never throws for what a server or a network can do.</summary>
    /// <param name="deadline">What is left of the fetch's deadline.</param>
    /// <param name="within">The timer of the attempt that this exchange is a part of (a token, a robots.txt); it stands still while this one waits for a host. Null for an attempt of its own.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptEnd> Run(PreparedRequest request, FetchSpec spec, FetchLimits limits, TimeSpan deadline, AttemptTimer? within, CancellationToken cancellation)
    {
        var timer = _timers.Get();
        timer.Start(spec.Timeout, deadline, cancellation);
        var invoker = _handlers.For(spec.AllowPrivate, limits.ConnectTimeout, request.Proxy);
        var hop = request.First;
        var (begun, sent, firstWait) = (false, false, TimeSpan.Zero);
        Redirects? redirects = null;
        string? refusedToken = null;
        int? status = null;
        PooledBody? body = null;
        HostPass? pass = null;
        AttemptEnd? end = null;
        try
        {
            while (end is null)
            {
                if (spec.Robots && (end = await _robots.Refusal(hop, request, spec, limits, timer).ConfigureAwait(false)) is not null)
                {
                    break;
                }

                string? token = null;
                if (request.Client is not null && hop.Trusted)
                {
                    begun = true;
                    (token, end) = await _tokens.Get(request, refusedToken, spec, limits, timer).ConfigureAwait(false);
                    if (token is null)
                    {
                        break;
                    }
                }

                var entering = _hosts.Enter(hop.Url, spec.Politeness, timer.DeadlineLeft, spec.WaitingForHost, cancellation);
                pass = entering.IsCompletedSuccessfully ? entering.Result : await Waited(entering, timer, within).ConfigureAwait(false);
                if (pass.Refusal is { } refusal)
                {
                    (end, pass) = (new AttemptEnd { Action = ResponseAction.Fail, Error = refusal, NotBefore = pass.NotBefore }, null);
                    break;
                }

                begun = true;
                firstWait = redirects is null && refusedToken is null ? timer.Paused : firstWait;

                if (request.Proxy is not null)
                {
                    GuardedConnector.JudgeBehindProxy(hop.Url, spec.AllowPrivate);
                }

                // Time that ran out before anything was sent is not the host's fault.
                timer.Token.ThrowIfCancellationRequested();
                using var message = request.ForHop(hop, token);
                sent = true;
                using var response = await invoker.SendAsync(message, timer.Token).ConfigureAwait(false);
                status = (int)response.StatusCode;
                var retryAfter = BodyReader.Value(response.Headers.NonValidated, "Retry-After");
                var rule = ResponseActions.For(status.Value, retryAfter is not null, request.Validators is not null, spec.Responses);
                if (status == 401 && token is not null && refusedToken is null)
                {
                    // It may have been revoked before its time: once more with a new one, then it counts.
                    (refusedToken, status) = (token, null);
                }
                else if (rule.Action == ResponseAction.Accept)
                {
                    body = BodyReader.Prepare(response, limits);
                    end = await BodyReader.Fill(body, response, limits, timer).ConfigureAwait(false)
                        ? Answered(rule, response, request, redirects is null ? request.ToldUrl : RequestUrl.WithoutUserInfo(hop.Url), body)
                        : TooLarge(status.Value, body, limits);
                }
                else if (rule.Action is ResponseAction.NotModified or ResponseAction.Ignore)
                {
                    end = Answered(rule, response, request, redirects is null ? request.ToldUrl : RequestUrl.WithoutUserInfo(hop.Url), body: null);
                }
                else if (rule.Action == ResponseAction.Redirect)
                {
                    redirects ??= new Redirects(hop, limits.MaxRedirects, request.Body?.Secret == true);
                    var next = redirects.Follow(hop, status.Value, BodyReader.Value(response.Headers.NonValidated, "Location"), out var fault);
                    end = next is null ? AttemptEnd.Failed(ErrorKind.Redirect, fault, status) : null;
                    (hop, status) = next is null ? (hop, status) : (next.Value, null);
                }
                else
                {
                    end = AttemptEnd.Refused(rule, status.Value, RetryAfter.Read(retryAfter, _time.GetUtcNow(), limits.MaxRetryAfter));
                }

                if (end is null)
                {
                    // The next hop asks anew, also when it goes to the same host: one exchange, one permission.
                    Leave(ref pass, transportFailed: false, retryAfter: null);
                    sent = false;
                }
            }

            end!.Waits = new HostWaits(firstWait, timer.Paused, timer.Uncharged);
            _timers.Return(timer);
        }
        catch (Exception error)
        {
            var expired = timer.Token.IsCancellationRequested;
            var bytes = body?.Length ?? 0;
            body?.Dispose();
            var waits = new HostWaits(firstWait, timer.Paused, timer.Uncharged);
            // Not back to the pool: whatever broke may still hold on to its token.
            timer.Dispose();
            cancellation.ThrowIfCancellationRequested();
            var stage = body is null ? ExchangeStage.Headers : ExchangeStage.Body;
            var fault = expired ? Expired(timer.Bound, spec, limits) : FetchFault.From(error, hop.Url, stage, limits, request.Proxy is not null);
            if (fault.Error.Kind == ErrorKind.Internal)
            {
                LogUnexpectedFault(_log, hop.Url.IdnHost, string.Join(" < ", Causes(error)), error.StackTrace);
            }

            end = AttemptEnd.Failed(fault, status, bytes);
            end.Waits = waits;
            begun = true;
        }
        finally
        {
            Leave(ref pass, sent && end?.TransportFailed == true, end?.RetryAfter);
        }

        end.Begun = begun;
        return end;
    }

    /// <summary>Waits for a permission with the attempt's timers standing still.</summary>
    private static async ValueTask<HostPass> Waited(ValueTask<HostPass> entering, AttemptTimer timer, AttemptTimer? within)
    {
        timer.Pause();
        within?.Pause();
        var charged = TimeSpan.Zero;
        try
        {
            var pass = await entering.ConfigureAwait(false);
            charged = pass.HeldBack;
            return pass;
        }
        finally
        {
            timer.Resume(charged);
            within?.Resume(charged);
        }
    }

    /// <summary>Gives the permission back, if there is one.</summary>
    private static void Leave(ref HostPass? pass, bool transportFailed, TimeSpan? retryAfter)
    {
        var left = pass;
        pass = null;
        left?.Exit(transportFailed, retryAfter);
    }

    /// <summary>An end without a fault.</summary>
    private AttemptEnd Answered(ResponseRule rule, HttpResponseMessage response, PreparedRequest request, Uri told, PooledBody? body) => new()
    {
        Action = rule.Action,
        Status = (int)response.StatusCode,
        Body = body,
        Bytes = body?.Length ?? 0,
        ContentType = BodyReader.Value(response.Content.Headers.NonValidated, "Content-Type"),
        Validators = request.Reads ? ResponseValidators.Of(response) : null,
        FreshFor = request.Reads ? Freshness.Of(response, _time) : null,
        Link = BodyReader.Value(response.Headers.NonValidated, "Link"),
        FinalUrl = told,
    };

    private static AttemptEnd TooLarge(int status, PooledBody body, FetchLimits limits)
    {
        var bytes = body.Length;
        body.Dispose();
        return AttemptEnd.Failed(ErrorKind.TooLarge, $"The decompressed body is over its cap of {limits.MaxBodyBytes:N0} bytes.", status, bytes);
    }

    private static FetchFault Expired(TimeBound bound, FetchSpec spec, FetchLimits limits) => bound switch
    {
        TimeBound.Deadline => new(new(ErrorKind.Deadline, $"The fetch was not done within its deadline of {spec.Deadline.TotalSeconds:0.###} s."), Transient: false),
        TimeBound.Idle => new(new(ErrorKind.Timeout, $"The body stood still for {limits.IdleReadTimeout.TotalSeconds:0.###} s."), Transient: true),
        _ => new(new(ErrorKind.Timeout, $"The answer was not complete within {spec.Timeout.TotalSeconds:0.###} s."), Transient: true),
    };

    private static IEnumerable<string> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause.GetType().Name;
        }
    }
}
