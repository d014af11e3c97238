using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>The servers that docs/examples speak of, at the same paths; each refuses what its file should not send.</summary>
internal static class ExampleManners
{
    private const string FeedTag = "\"feed-1\"";
    private const string RatesTag = "\"rates-1\"";
    private const int Orders = 250;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/orders", Order);
        routes.MapGet("/feed.xml", (HttpContext context) => SendTagged(context, FeedTag, "application/rss+xml", Encoding.UTF8.GetBytes($"""
            <rss version="2.0"><channel><title>News</title>
            {string.Concat(Enumerable.Range(1, 3).Select(i => $"<item><title>Item {i}</title><link>https://news.example.org/{i}</link><guid>n{i}</guid></item>"))}
            </channel></rss>
            """)));
        routes.MapGet("/rates/daily.csv", (HttpContext context) => SendTagged(
            context, RatesTag, "text/csv", Encoding.Latin1.GetBytes("Currency;Rate;Date\r\nNOK;11.52;2026-11-24\r\nRéal;6.3;2026-11-24\r\n\"a;b\";1;2026-11-24\r\n")));
        routes.MapPost("/oauth/token", Token);
        routes.MapGet("/api/contacts", Contacts);
        var impatient = 1;
        routes.MapGet("/v2/stations/{station}/observations", async (string station, HttpContext context) =>
        {
            if (context.Request.Headers["X-Api-Key"] != "weather-key")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }
            else if (Interlocked.Exchange(ref impatient, 0) == 1)
            {
                context.Response.Headers.RetryAfter = "1";
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            }
            else
            {
                await context.Response.WriteAsJsonAsync(new { observations = new[] { new { station, celsius = -3 }, new { station, celsius = -4 } } });
            }
        });
        var busy = 1;
        routes.MapPost("/reports/stock", async (HttpContext context) =>
        {
            var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            context.Response.StatusCode =
                context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String("gleaner:partner-password"u8)}" ? StatusCodes.Status401Unauthorized
                : body.RootElement.GetProperty("warehouse").GetString() != "all" || context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true ? StatusCodes.Status400BadRequest
                : Interlocked.Exchange(ref busy, 0) == 1 ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK;
            if (context.Response.StatusCode == StatusCodes.Status200OK)
            {
                context.Response.ContentType = "application/x-ndjson";
                await context.Response.WriteAsync("{\"sku\":\"a\",\"count\":1}\n{\"sku\":\"b\",\"count\":2}\n", context.RequestAborted);
            }
        });
    }

    // 250 orders in pages of 100; each fiftieth is worth nothing, and the total of the seventh is no number.
    private static async Task Order(HttpContext context)
    {
        var query = context.Request.Query;
        if (context.Request.Headers.Authorization != "Bearer orders-token")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (query["status"] != "open" || query["limit"] != "100" || query["expand"].Count != 2)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var after = int.Parse(query["after"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var ids = Enumerable.Range(after + 1, Math.Min(100, Orders - after)).ToList();
        await context.Response.WriteAsJsonAsync(new
        {
            data = ids.Select(id => new
            {
                id,
                status = "open",
                customer = new { name = $"Customer {id}" },
                amounts = new { total = id == 7 ? "n/a" : id % 50 == 0 ? "0" : $"{id}.50" },
                placed_at = "2026-11-24T10:00:00Z",
            }),
            paging = new { next = ids[^1] < Orders ? $"/v1/orders?status=open&expand=customer&expand=items&limit=100&after={ids[^1]}" : null },
        });
    }

    private static async Task Token(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var inHeader = context.Request.Headers.Authorization == $"Basic {Convert.ToBase64String("crm-id:crm-secret"u8)}";
        if ((!inHeader && (form["client_id"] != "crm-id" || form["client_secret"] != "crm-secret")) || form["scope"] != "contacts.read")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await context.Response.WriteAsJsonAsync(new { access_token = "crm-token", token_type = "Bearer", expires_in = 3600 });
    }

    // Four contacts, two a page; whoever asks for what is new since March finds the last one, changed.
    private static async Task Contacts(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "Bearer crm-token")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var since = DateTimeOffset.Parse(context.Request.Query["updated_since"].FirstOrDefault() ?? "", CultureInfo.InvariantCulture);
        var isLater = since > new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var contacts = Enumerable.Range(1, 4)
            .Select(id => new
            {
                id,
                name = isLater ? $"Contact {id}, renamed" : $"Contact {id}",
                internal_notes = "secret",
                address = new { city = "Oslo", street = $"Street {id}" },
                updated_at = new DateTimeOffset(2026, id, 4, 12, 0, 0, TimeSpan.Zero),
            })
            .Where(contact => contact.updated_at > since)
            .ToList();
        var from = int.Parse(context.Request.Query["cursor"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        await context.Response.WriteAsJsonAsync(new
        {
            contacts = contacts.Skip(from).Take(2),
            meta = new { next_cursor = from + 2 < contacts.Count ? (from + 2).ToString(CultureInfo.InvariantCulture) : null },
        });
    }

    private static async Task SendTagged(HttpContext context, string tag, string contentType, byte[] body)
    {
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
