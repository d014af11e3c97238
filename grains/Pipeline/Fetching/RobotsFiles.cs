using System.Collections.Concurrent;
using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// The robots.txt files that this silo has read, each for an hour. A file is read by an exchange like any other. One that is
/// not there (4xx) allows all; one that cannot be read forbids all (RFC 9309, 2.3.1).
/// </summary>
internal sealed class RobotsFiles(Exchange exchange, TimeProvider time)
{
    /// <summary>How much of a file is read; the standard asks for 500 KiB at least.</summary>
    private const long MaxBytes = 512 * 1024;

    /// <summary>Hosts that are kept before all are forgotten.</summary>
    private const int Many = 1_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>A fault may pass: the next look is soon.</summary>
    private static readonly TimeSpan UnreadableFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Place, Entry> _files = [];

    /// <summary>Null when the hop is allowed; else the end of its attempt.</summary>
    /// <param name="timer">Of the attempt.</param>
    /// <exception cref="OperationCanceledException">The attempt's time is over.</exception>
    public async ValueTask<AttemptEnd?> Refusal(Hop hop, PreparedRequest request, FetchSpec spec, FetchLimits limits, AttemptTimer timer)
    {
        var place = new Place(hop.Url.Scheme, hop.Url.IdnHost, hop.Url.Port, spec.AllowPrivate, request.Proxy);
        var entry = _files.GetOrAdd(place, static _ => new Entry());
        if (entry.Known is not { } known || known.Until <= time.GetUtcNow())
        {
            await entry.Gate.WaitAsync(timer.Token).ConfigureAwait(false);
            try
            {
                if (entry.Known is not { } meanwhile || meanwhile.Until <= time.GetUtcNow())
                {
                    var (read, refused) = await Read(hop, request, spec, limits, timer).ConfigureAwait(false);
                    if (refused is not null)
                    {
                        return refused;
                    }

                    entry.Known = read;
                    ForgetWhenMany(place, entry);
                }

                known = entry.Known!;
            }
            finally
            {
                entry.Gate.Release();
            }
        }

        return known.Rules is null ? AttemptEnd.Failed(ErrorKind.HostClosed, $"The robots.txt of {hop.Name} cannot be read, so nothing of it is fetched: {known.Fault}")
            : known.Rules.Allows(hop.Url.PathAndQuery) ? null
            : AttemptEnd.Failed(ErrorKind.HostClosed, $"The robots.txt of {hop.Name} forbids this URL.");
    }

    /// <summary>What the file says, or why there was no asking for it.</summary>
    private async ValueTask<(Known? Read, AttemptEnd? Refused)> Read(Hop hop, PreparedRequest request, FetchSpec spec, FetchLimits limits, AttemptTimer timer)
    {
        var url = new Uri(hop.Url, "/robots.txt");
        var asking = new FetchSpec
        {
            Url = url.OriginalString,
            Timeout = spec.Timeout,
            Deadline = spec.Deadline,
            AllowPrivate = spec.AllowPrivate,
            Politeness = spec.Politeness,
            WaitingForHost = spec.WaitingForHost,
        };
        var bounds = limits with { MaxBodyBytes = MaxBytes, MaxRedirects = new FetchLimits().MaxRedirects };
        var end = await exchange.Run(PreparedRequest.Plain(url, request.Proxy), asking, bounds, timer.DeadlineLeft, timer, timer.Token).ConfigureAwait(false);
        using var body = end.Body;
        return end switch
        {
            { Body: not null } => (new Known(RobotsRules.Read(Encoding.UTF8.GetString(body!.Written.Span)), "", time.GetUtcNow() + KeptFor), null),
            { Status: >= 400 and < 500 } or { Error.Kind: ErrorKind.Redirect } => (new Known(RobotsRules.None, "", time.GetUtcNow() + KeptFor), null),
            // The host's keeper, an address rule or our own lack of time: the file has no part in it.
            { Begun: false } or { Error.Kind: ErrorKind.BlockedAddress or ErrorKind.Deadline or ErrorKind.Internal } => (null, end),
            _ => (new Known(null, end.Error!.Message, time.GetUtcNow() + UnreadableFor), null),
        };
    }

    private void ForgetWhenMany(Place latest, Entry entry)
    {
        if (_files.Count > Many)
        {
            _files.Clear();
            _files[latest] = entry;
        }
    }

    /// <summary>An origin, and the way to it: who may not connect to it must not learn from who may.</summary>
    private readonly record struct Place(string Scheme, string Host, int Port, bool AllowPrivate, Uri? Proxy);

    /// <param name="Rules">Null when the file cannot be read.</param>
    private sealed record Known(RobotsRules? Rules, string Fault, DateTimeOffset Until);

    private sealed class Entry
    {
        private volatile Known? _known;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Known? Known
        {
            get => _known;
            set => _known = value;
        }
    }
}
