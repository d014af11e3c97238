using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gleaner.Client.Demo;

/// <summary>A small web server inside the process whose pages have the manners of the real web, good and bad.</summary>
internal sealed class DemoOrigin : IAsyncDisposable
{
    private const int LargeRows = 20_000;

    private static readonly string[] Cities = ["Oslo", "Bergen", "Tromsø", "Trondheim"];

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private int _flakyHits;

    private DemoOrigin(WebApplication app, TimeProvider time) => (_app, _time) = (app, time);

    public Uri Address => new(_app.Urls.First());

    public static async Task<DemoOrigin> Start(TimeProvider time, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var origin = new DemoOrigin(builder.Build(), time);
        origin.MapPages();
        await origin._app.StartAsync(cancellation);
        return origin;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void MapPages()
    {
        _app.UseRouting();
        Map("/weather", Weather);
        Map("/stations", context => Json(context, $"[{string.Join(',', Cities.Select((city, i) => $$"""{"id":{{i + 1}},"city":"{{city}}"}"""))}]"));
        Map("/bulletin", context => Text(context, "Northerly gale, force 8, moderating by the evening.\n"));
        Map("/slow", Slow);
        Map("/flaky", Flaky);
        Map("/large", Large);
        Map("/moved", context => Redirect(context, "/stations"));
        Map("/loop", context => Redirect(context, "/loop"));
        Map("/failing", context => Status(context, StatusCodes.Status500InternalServerError));
        Map("/missing", context => Status(context, StatusCodes.Status404NotFound));
        Map("/private", context => Status(context, StatusCodes.Status401Unauthorized));
        Map("/busy", Busy);
        Map("/silent", context => Task.Delay(Timeout.InfiniteTimeSpan, _time, context.RequestAborted));
        Map("/garbled", context => Json(context, """{"temperature": 12,"""));
        Map("/broken", Reset);

        void Map(string path, RequestDelegate page) => ((IEndpointRouteBuilder)_app).MapGet(path, page);
    }

    private static Task Weather(HttpContext context)
    {
        var rows = Enumerable.Range(0, 24).SelectMany(hour => Cities.Select((city, i) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"hour":{{hour}},"city":"{{city}}","celsius":{{4 - (2 * i) + (6 * Math.Sin((hour - 8) / 24.0 * 2 * Math.PI)):0.0}}}""")));
        return Json(context, $"[{string.Join(',', rows)}]");
    }

    private async Task Slow(HttpContext context)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.5), _time, context.RequestAborted);
        await Json(context, """{"answer":"worth the wait"}""");
    }

    private Task Flaky(HttpContext context) => Interlocked.Increment(ref _flakyHits) < 3
        ? Status(context, StatusCodes.Status503ServiceUnavailable)
        : Json(context, """{"answer":"third time lucky"}""");

    private static async Task Large(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("[");
        for (var row = 0; row < LargeRows; row++)
        {
            await context.Response.WriteAsync(string.Create(
                CultureInfo.InvariantCulture, $$"""{{(row > 0 ? "," : "")}}{"id":{{row}},"name":"reading {{row}}","value":{{row * 7 % 1000}}}"""));
        }

        await context.Response.WriteAsync("]");
    }

    private static Task Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "120";
        return Status(context, StatusCodes.Status429TooManyRequests);
    }

    private static async Task Reset(HttpContext context)
    {
        context.Response.ContentLength = 1_000;
        await context.Response.WriteAsync("half of it");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Json(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private static Task Text(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
