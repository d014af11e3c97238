using System.Collections.Concurrent;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// The silo's access tokens, in memory only. One request at a time for each client; who waits meanwhile shares its answer,
/// also when it is a refusal. The request is an exchange like any other: addresses, timeouts and caps hold for it too.
/// </summary>
internal sealed class OAuth2Tokens(Exchange exchange, TimeProvider time)
{
    /// <summary>Clients that are kept before those without a usable token are dropped.</summary>
    private const int Many = 1_000;

    /// <summary>A token is renewed this long before its end, or a tenth of its life before when that is shorter.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>An answer is a few hundred bytes; some tokens are longer.</summary>
    private const long MaxAnswerBytes = 64 * 1024;

    private readonly ConcurrentDictionary<OAuth2Client, Slot> _slots = [];

    /// <summary>A token, or the end of the attempt that needed it.</summary>
    /// <param name="refused">A token that the server has just refused, or null.</param>
    /// <param name="timer">Of the attempt that needs it; that fetch's ways and bounds hold here too.</param>
    /// <exception cref="OperationCanceledException">The attempt's time is over.</exception>
    public async ValueTask<(string? Token, AttemptEnd? Failure)> Get(PreparedRequest request, string? refused, FetchSpec spec, FetchLimits limits, AttemptTimer timer)
    {
        var client = request.Client!;
        if (!_slots.TryGetValue(client, out var slot))
        {
            DropUnused();
            slot = _slots.GetOrAdd(client, static _ => new Slot());
        }

        if (slot.Usable(refused, time.GetUtcNow()) is { } known)
        {
            return (known, null);
        }

        var answers = slot.Answers;
        await slot.Gate.WaitAsync(timer.Token).ConfigureAwait(false);
        try
        {
            if (slot.Usable(refused, time.GetUtcNow()) is { } fresh)
            {
                return (fresh, null);
            }

            // An answer that came while waiting is this one's too, also when it is the same token once more.
            if (slot.Answers == answers)
            {
                await Ask(slot, request, spec, limits, timer).ConfigureAwait(false);
            }

            // Each attempt notes its own waits on its end.
            return (slot.Token?.Value, slot.Failure is null ? null : slot.Failure with { });
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private async ValueTask Ask(Slot slot, PreparedRequest request, FetchSpec spec, FetchLimits limits, AttemptTimer timer)
    {
        var (answer, failure) = await Exchanged(request, slot.SecretInBody, spec, limits, timer).ConfigureAwait(false);
        if (answer is { Token: null, Error: null or "invalid_client" or "invalid_request" } && failure is not null && !slot.SecretInBody)
        {
            // The standard wants the client's secret in a header; some servers take it in the form only.
            var (second, secondFailure) = await Exchanged(request, secretInBody: true, spec, limits, timer).ConfigureAwait(false);
            if (second?.Token is not null)
            {
                (answer, failure, slot.SecretInBody) = (second, secondFailure, true);
            }
        }

        slot.Token = answer?.Token is { } value ? new Token(value, time.GetUtcNow() + answer.Lifetime - Shorter(Margin, answer.Lifetime / 10)) : null;
        slot.Failure = failure;
        slot.Answers++;
    }

    /// <summary>One request. The answer is null when none came; the failure is null when there is a token.</summary>
    private async ValueTask<(OAuth2Answer? Answer, AttemptEnd? Failure)> Exchanged(
        PreparedRequest request, bool secretInBody, FetchSpec spec, FetchLimits limits, AttemptTimer timer)
    {
        var client = request.Client!;
        var asking = new FetchSpec
        {
            Url = client.TokenUrl.OriginalString,
            Timeout = spec.Timeout,
            Deadline = spec.Deadline,
            AllowPrivate = spec.AllowPrivate,
            // Refusals have a body that says why.
            Responses = new ResponsesDefinition([new ResponseOverride(400, 401, ResponseAction.Accept)]),
        };
        var bounds = limits with { MaxBodyBytes = MaxAnswerBytes, MaxRedirects = 0 };
        var end = await exchange.Run(PreparedRequest.ForToken(client, secretInBody, request.Proxy), asking, bounds, timer.DeadlineLeft, timer, timer.Token).ConfigureAwait(false);
        using var body = end.Body;
        if (body is null)
        {
            // No status: that would pass for the source's own.
            return (null, end with { Status = null, Bytes = 0, Error = new FetchError(end.Error!.Kind, $"No access token from {client}: {end.Error.Message}") });
        }

        var answer = OAuth2Answer.Read(body.Written);
        if (end.Status is not (400 or 401) && answer.Token is not null)
        {
            return (answer, null);
        }

        answer = answer with { Token = null };
        var reason = end.Status is 400 or 401
            ? $"it answered {end.Status}{(answer.Error is null ? "" : $" {answer.Error}")}."
            : "its answer holds none that can be used.";
        return (answer, AttemptEnd.Failed(ErrorKind.Auth, $"No access token from {client}: {reason}"));
    }

    private void DropUnused()
    {
        if (_slots.Count < Many)
        {
            return;
        }

        foreach (var (client, slot) in _slots)
        {
            if (slot.Gate.CurrentCount > 0 && slot.Usable(refused: null, time.GetUtcNow()) is null)
            {
                _slots.TryRemove(client, out _);
            }
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed class Token(string value, DateTimeOffset goodUntil)
    {
        public string Value => value;

        public DateTimeOffset GoodUntil => goodUntil;
    }

    /// <summary>What is known of one client. Written under its gate only.</summary>
    private sealed class Slot
    {
        private volatile Token? _token;
        private volatile int _answers;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Token? Token
        {
            get => _token;
            set => _token = value;
        }

        /// <summary>The last answer when it brought no token.</summary>
        public AttemptEnd? Failure { get; set; }

        /// <summary>Answers so far, to know one that came while waiting.</summary>
        public int Answers
        {
            get => _answers;
            set => _answers = value;
        }

        public bool SecretInBody { get; set; }

        public string? Usable(string? refused, DateTimeOffset now) =>
            _token is { } token && token.GoodUntil > now && token.Value != refused ? token.Value : null;
    }
}
