using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers that send one elsewhere.</summary>
internal static class RedirectManners
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/redirect/{n:int}", (int n, HttpContext context) => Send(context, n <= 1 ? "/ok/redirected" : $"/redirect/{n - 1}"));
        routes.MapGet("/redirect-loop", (HttpContext context) => Send(context, "/redirect-loop/2"));
        routes.MapGet("/redirect-loop/2", (HttpContext context) => Send(context, "/redirect-loop"));
        routes.MapGet("/redirect-to", (string url, HttpContext context) => Send(context, url));
        // A cloud's metadata service: never a place to fetch from, not even where private addresses are allowed.
        routes.MapGet("/redirect-private", (HttpContext context) => Send(context, "http://169.254.169.254/latest/meta-data/"));
        routes.MapGet("/redirect-nowhere", (HttpContext context) =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            return Task.CompletedTask;
        });
    }

    private static Task Send(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
