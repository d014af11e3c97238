using System.Collections.Immutable;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>auth</c>: exactly one way to prove who asks.</summary>
internal static class AuthSection
{
    private static readonly Key<string> Bearer = new("bearer", SecretText.Reference, "", "Token sent as `Authorization: Bearer`.");

    private static readonly Key<string> User = new("user", SecretText.WithReferences, "", "User name.");
    private static readonly Key<string> Password = new("password", SecretText.Reference, "", "Password.");
    private static readonly Key<SectionValues> Basic = new(
        "basic", new Section(User, Password) { Required = [User, Password] }, "", "User and password sent as `Authorization: Basic`.");

    private static readonly Key<string> Header = new("header", new TextKind("header name", name => HeaderText.FaultInName(name) is { } fault ? $"the header {fault}" : null), "", "Header that carries the key.");
    private static readonly Key<string> Query = new("query", RequestKeys.ParameterName, "", "Query parameter that carries the key; its value shows nowhere. One of `header` and `query` is needed.");
    private static readonly Key<string> Value = new("value", SecretText.Reference, "", "The key.");
    private static readonly Key<SectionValues> ApiKey = new("api_key", new Section(Header, Query, Value) { Required = [Value] }, "", "A key in a header or a query parameter.");

    private static readonly Key<string> TokenUrl = new("token_url", UrlKinds.Plain, "", "Where a token is fetched.");
    private static readonly Key<string> ClientId = new("client_id", SecretText.WithReferences, "", "Client id.");
    private static readonly Key<string> ClientSecret = new("client_secret", SecretText.Reference, "", "Client secret.");
    private static readonly Key<string> Scope = new("scope", SecretText.WithReferences, "none", "Scopes asked for, separated by spaces.");
    private static readonly Key<string> Audience = new("audience", SecretText.WithReferences, "none", "Audience asked for, where a server wants one.");
    private static readonly Key<SectionValues> OAuth2 = new(
        "oauth2", new Section(TokenUrl, ClientId, ClientSecret, Scope, Audience) { Required = [TokenUrl, ClientId, ClientSecret] }, "",
        "OAuth2 client credentials: a token is fetched, kept until it expires, and fetched anew after a 401.");

    public static readonly Key<SectionValues> Key = new(
        "auth", new Section(Bearer, Basic, ApiKey, OAuth2) { ExactlyOne = true, MayBeNone = true, MergeRule = (own, _) => own }, "none",
        "How the source proves who asks; exactly one of the four. A source's own takes the place of the defaults'. Credentials never leave the origin of `url`.");

    public static AuthDefinition? Build(SectionValues source, FaultList faults)
    {
        if (source.Get(Key) is not { IsNone: false } auth)
        {
            return null;
        }

        if (!auth.Has(ApiKey) && source.Get(RequestKeys.Headers)?.Exists(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) == true)
        {
            faults.Add(auth.At, auth.Path, "the headers have an Authorization already; keep one of the two");
        }

        return auth switch
        {
            _ when auth.Get(Bearer) is { } token => new AuthDefinition { Kind = AuthKind.Bearer, Secret = token },
            _ when auth.Get(Basic) is { } basic => Of(AuthKind.Basic, basic.Get(Password)) is { } definition ? definition with { User = basic.Get(User) } : null,
            _ when auth.Get(ApiKey) is { } key => BuildApiKey(key, faults),
            _ when auth.Get(OAuth2) is { } oauth => Of(AuthKind.OAuth2, oauth.Get(ClientSecret)) is { } definition
                ? definition with { User = oauth.Get(ClientId), TokenUrl = oauth.Get(TokenUrl), Scope = oauth.Get(Scope), Audience = oauth.Get(Audience) }
                : null,
            _ => null,
        };
    }

    private static AuthDefinition? BuildApiKey(SectionValues key, FaultList faults)
    {
        if (key.Has(Header) == key.Has(Query))
        {
            faults.Add(key.At, key.Path, "exactly one of header and query is needed");
        }

        return Of(key.Has(Header) ? AuthKind.ApiKeyHeader : AuthKind.ApiKeyQuery, key.Get(Value)) is { } definition
            ? definition with { Name = key.Get(Header) ?? key.Get(Query) }
            : null;
    }

    private static AuthDefinition? Of(AuthKind kind, string? secret) => secret is null ? null : new AuthDefinition { Kind = kind, Secret = secret };
}
