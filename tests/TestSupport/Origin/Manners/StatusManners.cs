using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers that answer something other than 200, for ever or a few times.</summary>
internal static class StatusManners
{
    public static void Map(IEndpointRouteBuilder routes, OriginLog log)
    {
        var seen = new ConcurrentDictionary<string, int>();
        routes.MapGet("/status/{code:int}", (int code, HttpContext context) => Answer(context, code));
        routes.MapGet("/flaky/{fails:int}/{id}", async (int fails, string id, HttpContext context) =>
        {
            var hit = seen.AddOrUpdate(context.Request.Path.Value!, 1, (_, before) => before + 1);
            if (hit <= fails)
            {
                await Answer(context, hit % 2 == 1 ? 500 : 503);
                return;
            }

            await GoodManners.Send(context, NoncedBody.Json(id), log);
        });
        // The header's value is whatever the URL says: seconds, a date, nonsense.
        routes.MapGet("/retry-after/{value}", (string value, HttpContext context) => Throttle(context, 429, value));
        routes.MapGet("/retry-after-503/{value}", (string value, HttpContext context) => Throttle(context, 503, value));
        routes.MapGet("/throttled/{times:int}/{value}/{id}", async (int times, string value, string id, HttpContext context) =>
        {
            if (seen.AddOrUpdate(context.Request.Path.Value!, 1, (_, before) => before + 1) <= times)
            {
                await Throttle(context, 429, value);
                return;
            }

            await GoodManners.Send(context, NoncedBody.Json(id), log);
        });
    }

    private static Task Throttle(HttpContext context, int status, string retryAfter)
    {
        context.Response.Headers.RetryAfter = retryAfter;
        return Answer(context, status);
    }

    private static async Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status is >= 200 and not (204 or 205 or 304))
        {
            await context.Response.WriteAsJsonAsync(new { status });
        }
    }
}
