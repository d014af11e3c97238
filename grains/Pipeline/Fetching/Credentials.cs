using System.Text;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>A source's auth with its secrets resolved: exactly one of the three is set. Lives no longer than a fetch.</summary>
internal sealed class Credentials
{
    /// <summary>For bearer, basic and an API key in a header.</summary>
    public SentHeader? Header { get; private init; }

    /// <summary>For an API key in the query.</summary>
    public (string Name, string Value)? Query { get; private init; }

    /// <summary>For OAuth2 client credentials.</summary>
    public OAuth2Client? Client { get; private init; }

    /// <summary>Null, with the fault, when a reference does not resolve or a value cannot be sent.</summary>
    /// <param name="fault">A sentence that holds no secret.</param>
    public static Credentials? Resolve(AuthDefinition auth, out string? fault)
    {
        var secret = SecretReferences.Resolve(auth.Secret, out var clause);
        clause ??= RequestHeaders.FaultInValue(secret);
        if (clause is not null)
        {
            fault = $"The secret of auth {clause}.";
            return null;
        }

        var user = SecretReferences.Resolve(auth.User ?? "", out clause);
        clause ??= RequestHeaders.FaultInValue(user);
        if (clause is not null)
        {
            fault = $"The user of auth {clause}.";
            return null;
        }

        fault = null;
        switch (auth.Kind)
        {
            case AuthKind.Bearer:
                return InHeader("Authorization", $"Bearer {secret}");
            case AuthKind.Basic:
                fault = user.Contains(':', StringComparison.Ordinal) ? "The user of auth has a ':', which basic authentication cannot send." : null;
                return fault is null ? InHeader("Authorization", Basic($"{user}:{secret}")) : null;
            case AuthKind.ApiKeyHeader:
                fault = RequestHeaders.FaultInName(auth.Name ?? "");
                return fault is null ? InHeader(auth.Name!, secret) : null;
            case AuthKind.ApiKeyQuery:
                fault = string.IsNullOrEmpty(auth.Name) ? "The auth names no query parameter for its key." : null;
                return fault is null ? new Credentials { Query = (auth.Name!, secret) } : null;
            case AuthKind.OAuth2 when Uri.TryCreate(auth.TokenUrl, UriKind.Absolute, out var url) && PreparedRequest.IsHttp(url):
                return new Credentials { Client = new OAuth2Client(url, user, secret, auth.Scope, auth.Audience) };
            default:
                fault = "The token URL of auth is not an absolute http or https URL.";
                return null;
        }
    }

    /// <summary>The value of an Authorization header for <c>user:password</c>.</summary>
    public static string Basic(string pair) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}";

    private static Credentials InHeader(string name, string value) => new() { Header = new SentHeader(name, value, Secret: true) };
}
