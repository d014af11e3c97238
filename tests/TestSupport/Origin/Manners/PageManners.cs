using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>
/// Servers that give their items page by page, each in its own way of saying where the next one is, and servers that never come to an end.
/// Items are <c>{"id": n}</c> from 0. Page <c>broken</c> (1-based, a query parameter) answers 404; pages from <c>slow</c> on take <c>ms</c>.
/// </summary>
internal static class PageManners
{
    public static void Map(IEndpointRouteBuilder routes, Func<OriginItems> items)
    {
        routes.MapGet("/pages/link/{total:int}/{size:int}", (int total, int size, HttpContext context) => Send(context, total, size, "page", page =>
        {
            if ((page + 1) * size < total)
            {
                context.Response.Headers.Link = $"<?{WithPage(context, page + 2)}>; rel=\"next\"";
            }

            return Items(total, size, page);
        }));
        routes.MapGet("/pages/next/{total:int}/{size:int}", (int total, int size, HttpContext context) => Send(context, total, size, "page", page => new
        {
            items = Items(total, size, page),
            links = new { next = (page + 1) * size < total ? $"{context.Request.Path}?{WithPage(context, page + 2)}" : null },
        }));
        routes.MapGet("/pages/cursor/{total:int}/{size:int}", (int total, int size, HttpContext context) => Send(context, total, size, "cursor", page => new
        {
            items = Items(total, size, page),
            next_cursor = (page + 1) * size < total ? (page + 2).ToString(CultureInfo.InvariantCulture) : null,
        }));
        routes.MapGet("/pages/number/{total:int}/{size:int}", (int total, int size, HttpContext context) => Send(context, total, size, "page", page => Items(total, size, page)));
        routes.MapGet("/pages/offset/{total:int}/{size:int}", (int total, int size, HttpContext context) => context.Response.WriteAsJsonAsync(
            Enumerable.Range(Number(context, "offset") ?? 0, total).Take(size).Where(id => id < total).Select(id => new { id })));
        routes.MapGet("/pages/circle", (HttpContext context) => context.Response.WriteAsJsonAsync(
            new { next_cursor = ((Number(context, "cursor") ?? 0) % 3) + 1 }));
        routes.MapGet("/pages/endless", (HttpContext context) => context.Response.WriteAsJsonAsync(
            new { next_cursor = (Number(context, "cursor") ?? 0) + 1 }));
        routes.MapGet("/items", (HttpContext context) => context.Response.WriteAsJsonAsync(items().Since(context.Request.Query["since"])));
        routes.MapGet("/fresh/{seconds:int}", (int seconds, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = $"max-age={seconds}";
            return context.Response.WriteAsJsonAsync(new { seconds });
        });
    }

    private static async Task Send(HttpContext context, int total, int size, string parameter, Func<int, object> body)
    {
        var page = (Number(context, parameter) ?? 1) - 1;
        if (Number(context, "broken") == page + 1)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Number(context, "slow") is { } slow && page + 1 >= slow)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Number(context, "ms") ?? 0), TimeProvider.System, context.RequestAborted);
        }

        await context.Response.WriteAsJsonAsync(body(page), JsonSerializerOptions.Web, context.RequestAborted);
    }

    private static object[] Items(int total, int size, int page) => [.. Enumerable.Range(page * size, size).Where(id => id < total).Select(id => new { id })];

    private static string WithPage(HttpContext context, int page) =>
        string.Join('&', context.Request.Query.Where(q => q.Key != "page").Select(q => $"{q.Key}={q.Value}").Append($"page={page}"));

    private static int? Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
