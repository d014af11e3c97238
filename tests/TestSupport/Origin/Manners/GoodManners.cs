using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers as one wishes them, some of them slow.</summary>
internal static class GoodManners
{
    public static void Map(IEndpointRouteBuilder routes, OriginLog log)
    {
        routes.MapGet("/ok/{id}", (string id, HttpContext context) => Send(context, NoncedBody.Json(id), log));
        routes.MapGet("/sized/{bytes:int}/{id}", (int bytes, string id, HttpContext context) => Send(context, NoncedBody.Json(id, bytes), log));
        routes.MapGet("/array/{n:int}", (int n, HttpContext context) => Send(context, NoncedBody.Array(n), log));
        routes.MapGet("/text", (HttpContext context) => Send(context, NoncedBody.Make(nonce => $"Plain text.\nNonce: {nonce}\n"), log, "text/plain; charset=utf-8"));
        routes.MapGet("/slow/{ms:int}/{id?}", async (int ms, string? id, HttpContext context) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(ms), TimeProvider.System, context.RequestAborted);
            await Send(context, NoncedBody.Json(id ?? "slow"), log);
        });
        routes.MapGet("/etag/{version}", async (string version, HttpContext context) =>
        {
            context.Response.Headers.ETag = $"\"{version}\"";
            if (context.Request.Headers.IfNoneMatch == $"\"{version}\"")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            await Send(context, new NoncedBody(version, Encoding.UTF8.GetBytes($$"""{"version":"{{version}}"}""")), log);
        });
        routes.MapGet("/fresh/{seconds:int}/{id}", (int seconds, string id, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = $"max-age={seconds}";
            return Send(context, NoncedBody.Json(id), log);
        });
        routes.MapGet("/echo-headers", (HttpContext context) => context.Response.WriteAsJsonAsync(
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
    }

    /// <summary>Sends a body and, once its last byte is out, notes it.</summary>
    public static async Task Send(HttpContext context, NoncedBody body, OriginLog log, string contentType = "application/json")
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Bytes.Length;
        await context.Response.Body.WriteAsync(body.Bytes, context.RequestAborted);
        await context.Response.CompleteAsync();
        log.NoteSent(body.SentAs(context.Request.Path.Value + context.Request.QueryString));
    }
}
