using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.Cluster;

/// <summary>
/// A server that counts what politeness promises. A request counts as under way from its arrival until just before its answer is
/// sent: the client cannot have seen its end before.
/// </summary>
public sealed class PolitenessOrigin : IAsyncDisposable
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(110);

    private readonly WebApplication _web;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentQueue<TimeSpan> _arrivals = [];
    private int _active;
    private int _mostActive;
    private int _throttleNext;
    private int _retryAfterSeconds;

    private PolitenessOrigin(WebApplication web) => _web = web;

    public string Url(string path) => _web.Urls.Single() + path;

    /// <summary>Since the server started, in order.</summary>
    public IReadOnlyList<TimeSpan> Arrivals => [.. _arrivals.Order()];

    public int MostActive => Volatile.Read(ref _mostActive);

    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_started);

    /// <summary>When the 429 went out.</summary>
    public TimeSpan? ThrottledAt { get; private set; }

    public static async Task<PolitenessOrigin> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var origin = new PolitenessOrigin(builder.Build());
        origin._web.Run(origin.Serve);
        await origin._web.StartAsync();
        return origin;
    }

    /// <summary>The next request gets 429 with this Retry-After.</summary>
    public void ThrottleNext(int seconds)
    {
        _retryAfterSeconds = seconds;
        Volatile.Write(ref _throttleNext, 1);
    }

    /// <summary>Most arrivals in any interval of this length.</summary>
    public int MostIn(TimeSpan interval)
    {
        var arrivals = Arrivals;
        var (most, first) = (0, 0);
        for (var last = 0; last < arrivals.Count; last++)
        {
            while (arrivals[last] - arrivals[first] >= interval)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private async Task Serve(HttpContext context)
    {
        _arrivals.Enqueue(Now);
        var active = Interlocked.Increment(ref _active);
        for (var most = _mostActive; active > most; most = _mostActive)
        {
            Interlocked.CompareExchange(ref _mostActive, active, most);
        }

        await Task.Delay(Work, TimeProvider.System, context.RequestAborted);
        Interlocked.Decrement(ref _active);
        if (Interlocked.Exchange(ref _throttleNext, 0) == 1)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = _retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            ThrottledAt = Now;
        }

        await context.Response.WriteAsync("{}", context.RequestAborted);
    }
}
