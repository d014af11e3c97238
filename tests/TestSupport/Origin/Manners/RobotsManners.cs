using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>The origin's robots.txt.</summary>
internal static class RobotsManners
{
    public static void Map(IEndpointRouteBuilder routes, Func<(int Status, string Text)> robots) =>
        routes.MapGet("/robots.txt", async (HttpContext context) =>
        {
            var (status, text) = robots();
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(text, context.RequestAborted);
        });
}
