using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers that say how old and how fresh their answers are. <c>/etag/{version}</c> is among <see cref="GoodManners"/>.</summary>
internal static class CacheManners
{
    public static void Map(IEndpointRouteBuilder routes, OriginLog log)
    {
        // Each query parameter becomes a header of the answer: ETag, Last-Modified, Cache-Control, Expires, Age, Date, Link.
        routes.MapGet("/with-headers/{id}", (string id, HttpContext context) =>
        {
            foreach (var (name, value) in context.Request.Query)
            {
                context.Response.Headers[name] = value;
            }

            return GoodManners.Send(context, NoncedBody.Json(id), log);
        });
        routes.MapGet("/modified/{date}", async (string date, HttpContext context) =>
        {
            context.Response.Headers.LastModified = date;
            if (context.Request.Headers.IfModifiedSince == date)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            await GoodManners.Send(context, new NoncedBody(date, Encoding.UTF8.GetBytes($$"""{"modified":"{{date}}"}""")), log);
        });
        // Whatever it is asked, nothing has changed, and its validator is new.
        routes.MapGet("/unchanged/{version}", (string version, HttpContext context) =>
        {
            context.Response.Headers.ETag = $"\"{version}\"";
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        });
    }
}
