using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers that count.</summary>
internal static class LimitManners
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes, OriginLog log)
    {
        var recent = new ConcurrentDictionary<int, Queue<long>>();
        // At most n in any second, else 429 with Retry-After.
        routes.MapGet("/limited/{n:int}/{id}", async (int n, string id, HttpContext context) =>
        {
            if (!Admit(recent.GetOrAdd(n, static _ => new Queue<long>()), n))
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
                return;
            }

            await GoodManners.Send(context, NoncedBody.Json(id), log);
        });
    }

    private static bool Admit(Queue<long> recent, int most)
    {
        lock (recent)
        {
            while (recent.TryPeek(out var oldest) && TimeProvider.System.GetElapsedTime(oldest) > Second)
            {
                recent.Dequeue();
            }

            if (recent.Count >= most)
            {
                return false;
            }

            recent.Enqueue(TimeProvider.System.GetTimestamp());
            return true;
        }
    }
}
