using System.Collections.Concurrent;
using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// This silo's permissions. Those of a declared source come from the host's grain, in blocks that a <see cref="HostSession"/> deals out;
/// a bare URL is only held back by a Retry-After, which <see cref="HostBoardLink"/> knows of.
/// </summary>
internal sealed class HostSlots : IHosts, IDisposable
{
    private readonly ConcurrentDictionary<string, HostSession> _sessions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly IGrainFactory _grains;
    private readonly HostBoardLink _board;
    private readonly HeldHosts _held;
    private readonly TimeProvider _time;
    private readonly HostSessionContext _context;

    public HostSlots(IGrainFactory grains, ILocalSiloDetails silo, HostBoardLink board, HeldHosts held, Backoff backoff, TimeProvider time, ILogger<HostSlots> log)
        : this(grains, silo.SiloAddress.ToParsableString(), board, held, backoff, time, log)
    {
    }

    internal HostSlots(IGrainFactory grains, string silo, HostBoardLink board, HeldHosts held, Backoff backoff, TimeProvider time, ILogger log)
    {
        (_grains, _board, _held, _time) = (grains, board, held, time);
        _context = new HostSessionContext(silo, board, held, backoff, time, log, _stopping.Token);
        held.Held += OnHeld;
    }

    /// <summary>Questions asked of hosts' grains so far.</summary>
    public long Asked => _context.Asked;

    public ValueTask<HostPass> Enter(Uri origin, PolitenessDefinition? politeness, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation)
    {
        if (_board.IsReady)
        {
            if (politeness is null && !_held.Any)
            {
                return ValueTask.FromResult<HostPass>(new BarePass(_board, origin));
            }

            if (politeness is not null)
            {
                return EnterSession(origin, HostLimits.Of(politeness), patience, waiting, cancellation);
            }
        }

        return EnterSlowly(origin, politeness, patience, waiting, cancellation);
    }

    public void Dispose()
    {
        _held.Held -= OnHeld;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async ValueTask<HostPass> EnterSlowly(Uri origin, PolitenessDefinition? politeness, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation)
    {
        if (!_board.IsReady)
        {
            await _board.Ready(cancellation).ConfigureAwait(false);
        }

        return politeness is not null
            ? await EnterSession(origin, HostLimits.Of(politeness), patience, waiting, cancellation).ConfigureAwait(false)
            : await EnterBare(origin, patience, waiting, cancellation).ConfigureAwait(false);
    }

    private ValueTask<HostPass> EnterSession(Uri origin, HostLimits limits, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation)
    {
        var authority = HostAuthority.Of(origin);
        while (true)
        {
            var session = _sessions.GetOrAdd(authority, static (authority, slots) => new HostSession(authority, slots._grains.GetGrain<IHostGrain>(GrainKeys.Host(authority)), slots._context, slots.Drop), this);
            if (session.TryEnter(limits, patience, waiting, cancellation, out var entered))
            {
                return entered;
            }

            // It ended between the two lines.
            Drop(session);
        }
    }

    private void Drop(HostSession session) => _sessions.TryRemove(KeyValuePair.Create(session.Authority, session));

    private async ValueTask<HostPass> EnterBare(Uri origin, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation)
    {
        var authority = HostAuthority.Of(origin);
        var began = _time.GetTimestamp();
        var told = false;
        try
        {
            while (_held.Until(authority) is { } until)
            {
                var wait = until - _time.GetUtcNow();
                if (_time.GetElapsedTime(began) + wait > patience)
                {
                    return RefusedPass.RateLimited(authority, until) with { HeldBack = told ? _time.GetElapsedTime(began) : TimeSpan.Zero };
                }

                if (!told)
                {
                    told = true;
                    waiting?.Invoke(true);
                }

                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
                }
            }

            return new BarePass(_board, origin) { HeldBack = told ? _time.GetElapsedTime(began) : TimeSpan.Zero };
        }
        finally
        {
            if (told)
            {
                waiting?.Invoke(false);
            }
        }
    }

    private void OnHeld(string authority)
    {
        if (_sessions.TryGetValue(authority, out var session))
        {
            session.Look();
        }
    }
}
