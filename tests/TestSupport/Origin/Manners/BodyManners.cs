using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Well-formed HTTP around bodies that are compressed, broken, too large or never done.</summary>
internal static class BodyManners
{
    private const int PieceBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes, OriginLog log)
    {
        routes.MapGet("/gzip", (HttpContext context) => Compressed(context, "gzip", log));
        routes.MapGet("/deflate", (HttpContext context) => Compressed(context, "deflate", log));
        routes.MapGet("/raw-deflate", (HttpContext context) => Compressed(context, "raw-deflate", log));
        routes.MapGet("/br", (HttpContext context) => Compressed(context, "br", log));
        routes.MapGet("/bad-gzip", (HttpContext context) => Coded(context, "gzip", Encoding.ASCII.GetBytes("this is not gzip at all, not even close")));
        routes.MapGet("/cut-gzip", (HttpContext context) => Coded(context, "gzip", Encode("gzip", new byte[100_000])[..60]));
        routes.MapGet("/unknown-coding", (HttpContext context) => Coded(context, "zstd", [0x28, 0xB5, 0x2F, 0xFD]));
        routes.MapGet("/gzip-bomb", GzipBomb);
        routes.MapGet("/huge/{bytes:long}", Huge);
        routes.MapGet("/endless", (HttpContext context) => Pieces(context, long.MaxValue));
        routes.MapGet("/trickle", Trickle);
        routes.MapGet("/bad-json", (HttpContext context) => Plain(context, "application/json", """{"id": 1, "name": """));
        routes.MapGet("/html-as-json", (HttpContext context) => Plain(context, "application/json", "<!doctype html><title>Login</title>"));
        routes.MapGet("/deep-json", (HttpContext context) => Plain(context, "application/json", new string('[', 100_000)));
        routes.MapGet("/empty", (HttpContext context) => Plain(context, "text/plain", ""));
    }

    private static async Task Compressed(HttpContext context, string coding, OriginLog log)
    {
        var body = NoncedBody.Json(coding, 5000);
        await Coded(context, coding == "raw-deflate" ? "deflate" : coding, Encode(coding, body.Bytes));
        log.NoteSent(body.SentAs(context.Request.Path.Value!));
    }

    private static async Task Coded(HttpContext context, string coding, byte[] bytes)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = coding;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.CompleteAsync();
    }

    private static byte[] Encode(string coding, byte[] bytes)
    {
        using var encoded = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "raw-deflate" => new DeflateStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            encoder.Write(bytes);
        }

        return encoded.ToArray();
    }

    /// <summary>A few hundred kilobytes that become a gigabyte.</summary>
    private static async Task GzipBomb(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = "gzip";
        var zeros = new byte[1024 * 1024];
        await using var bomb = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        for (var i = 0; i < 1024; i++)
        {
            await bomb.WriteAsync(zeros, context.RequestAborted);
        }
    }

    private static Task Huge(long bytes, HttpContext context)
    {
        context.Response.ContentLength = bytes;
        return Pieces(context, bytes);
    }

    private static async Task Pieces(HttpContext context, long bytes)
    {
        context.Response.ContentType = "text/plain";
        var piece = Encoding.ASCII.GetBytes(new string('x', PieceBytes));
        for (var left = bytes; left > 0; left -= PieceBytes)
        {
            await context.Response.Body.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, PieceBytes)), context.RequestAborted);
        }
    }

    /// <summary>A byte a second, or every <c>?ms=</c> milliseconds, for ever.</summary>
    private static async Task Trickle(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        var pause = TimeSpan.FromMilliseconds(int.Parse(context.Request.Query["ms"].FirstOrDefault() ?? "1000", CultureInfo.InvariantCulture));
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync("x"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, TimeProvider.System, context.RequestAborted);
        }
    }

    private static async Task Plain(HttpContext context, string contentType, string text)
    {
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
