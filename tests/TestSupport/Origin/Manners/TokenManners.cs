using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>
/// An OAuth2 server (client credentials) and what it guards. The realm, a word in the path, keeps tests apart: the client's
/// id and secret are <c>REALM-id</c> and <c>REALM-secret</c>.
/// </summary>
internal static class TokenManners
{
    public static void Map(IEndpointRouteBuilder routes, OriginLog log)
    {
        var realms = new ConcurrentDictionary<string, Realm>();
        Realm Of(string name) => realms.GetOrAdd(name, static _ => new Realm());

        // ?expires=SECONDS, ?form=1 takes the secret in the form only, ?scope= must be asked for.
        routes.MapPost("/oauth2/token/{realm}", async (string realm, HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var inForm = context.Request.Query.ContainsKey("form");
            var good = inForm
                ? form["client_id"] == $"{realm}-id" && form["client_secret"] == $"{realm}-secret"
                : context.Request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{realm}-id:{realm}-secret"))}";
            if (!good || form["grant_type"] != "client_credentials")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                await context.Response.WriteAsJsonAsync(new { error = "invalid_client" });
                return;
            }

            if (context.Request.Query["scope"].FirstOrDefault() is { } scope && form["scope"] != scope)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await context.Response.WriteAsJsonAsync(new { error = "invalid_scope" });
                return;
            }

            var token = Of(realm).Issue();
            await context.Response.WriteAsJsonAsync(context.Request.Query["expires"].FirstOrDefault() is { } expires
                ? new { access_token = token, token_type = "Bearer", expires_in = expires }
                : (object)new { access_token = token, token_type = "bearer" });
        });
        routes.MapGet("/oauth2/guarded/{realm}/{id}", async (string realm, string id, HttpContext context) =>
        {
            if (!Of(realm).Accepts(context.Request.Headers.Authorization.ToString()))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            await GoodManners.Send(context, NoncedBody.Json(id), log);
        });
        routes.MapGet("/oauth2/revoke/{realm}", (string realm) => Of(realm).Revoke());
    }

    private sealed class Realm
    {
        private int _issued;
        private volatile string? _current;

        public string Issue() => _current = $"token-canary-{Interlocked.Increment(ref _issued)}";

        public bool Accepts(string authorization) => _current is { } token && authorization == $"Bearer {token}";

        public void Revoke() => _current = null;
    }
}
