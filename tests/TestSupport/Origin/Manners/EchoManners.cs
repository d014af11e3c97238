using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers that tell what they saw.</summary>
internal static class EchoManners
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/echo", Echo);
        routes.MapMethods("/large-head", ["HEAD"], (HttpContext context) => context.Response.ContentLength = 5_000_000_000);
        // The same after a redirect with a status and a Location of one's choice.
        routes.Map("/redirect-as/{status:int}", (int status, string url, HttpContext context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = url;
            return Task.CompletedTask;
        });
    }

    private static async Task Echo(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new Echoed(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString.Value,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
    }
}

/// <summary>What <c>/echo</c> saw.</summary>
/// <param name="Target">Path and query as sent.</param>
/// <param name="Headers">Names as sent.</param>
internal sealed record Echoed(string Method, string Target, Dictionary<string, string> Headers, string Body);
