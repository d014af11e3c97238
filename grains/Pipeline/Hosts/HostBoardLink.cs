using System.Collections.Immutable;
using Gleaner.Contracts;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Hosts;

/// <summary>Keeps <see cref="HeldHosts"/> what the board says: one call that waits for news, and posts of what this silo heard.</summary>
internal sealed partial class HostBoardLink(IGrainFactory grains, HeldHosts held, Backoff backoff, TimeProvider time, ILogger<HostBoardLink> log) : IDisposable
{
    // A silo that cannot reach the board fetches all the same: it hears of waits when it can.
    private static readonly TimeSpan FirstNewsWithin = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _firstNews = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<string> _unposted = [];
    private Task? _reading;
    private bool _posting;
    private volatile bool _isReady;

    /// <summary>True once the board was read, or could not be in good time.</summary>
    public bool IsReady => _isReady;

    private IHostBoardGrain Board => grains.GetGrain<IHostBoardGrain>(GrainKeys.HostBoard);

    /// <summary>Begins to read, and waits for the first news.</summary>
    public async Task Ready(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _reading ??= Task.Run(KeepReading, CancellationToken.None);
        }

        try
        {
            await _firstNews.Task.WaitAsync(FirstNewsWithin, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogNotRead(log, "no answer yet");
        }

        _isReady = true;
    }

    /// <summary>The server asked for a wait: it holds here from now on, and everywhere as soon as the board knows.</summary>
    public void Hold(string authority, TimeSpan wait)
    {
        if (!held.Hold(authority, time.GetUtcNow() + wait))
        {
            return;
        }

        lock (_lock)
        {
            _unposted.Add(authority);
            if (_posting)
            {
                return;
            }

            _posting = true;
        }

        _ = Task.Run(PostAll, CancellationToken.None);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task KeepReading()
    {
        var stop = _stopping.Token;
        var cursor = BoardCursor.Start;
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                if (await Board.Read(cursor, stop).ConfigureAwait(false) is { } news)
                {
                    failures = 0;
                    await Take(news, isAnother: cursor != BoardCursor.Start && cursor.Epoch != news.Next.Epoch).ConfigureAwait(false);
                    cursor = news.Next;
                    _firstNews.TrySetResult();
                    continue;
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogNotRead(log, e.Message);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Pause(++failures).ConfigureAwait(false);
        }
    }

    private async Task Take(BoardNews news, bool isAnother)
    {
        var now = time.GetUtcNow();
        foreach (var host in news.Held)
        {
            held.Hold(host.Authority, now + host.For);
        }

        held.ForgetWhatIsOver();
        if (isAnother && held.Lasting() is { IsEmpty: false } known)
        {
            // The board began again, perhaps from before the last post.
            await Board.Post(known).ConfigureAwait(false);
        }
    }

    private async Task PostAll()
    {
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            ImmutableArray<HeldHost> news;
            int taken;
            lock (_lock)
            {
                taken = _unposted.Count;
                var authorities = _unposted.ToHashSet(StringComparer.Ordinal);
                news = [.. held.Lasting().Where(host => authorities.Contains(host.Authority))];
                if (news.IsEmpty)
                {
                    _unposted.Clear();
                    _posting = false;
                    return;
                }
            }

            try
            {
                await Board.Post(news).ConfigureAwait(false);
                failures = 0;
                lock (_lock)
                {
                    _unposted.RemoveRange(0, taken);
                }
            }
            catch (Exception e)
            {
                LogNotPosted(log, news.Length, e.Message);
                await Pause(++failures).ConfigureAwait(false);
            }
        }
    }

    private async Task Pause(int failures)
    {
        try
        {
            await backoff.Wait(failures, time, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The silo ends.
        }
    }

    [LoggerMessage(EventId = 5101, Level = LogLevel.Information, Message = "The board of hosts that asked for patience could not be read: {Reason}")]
    private static partial void LogNotRead(ILogger log, string reason);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Information, Message = "{Hosts} hosts asked for patience, but the board could not be told; it is told again: {Reason}")]
    private static partial void LogNotPosted(ILogger log, int hosts, string reason);
}
