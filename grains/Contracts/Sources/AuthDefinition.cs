namespace Gleaner.Contracts.Sources;

/// <summary>How a source proves who asks.</summary>
public enum AuthKind
{
    /// <summary><c>Authorization: Bearer SECRET</c>.</summary>
    Bearer,

    /// <summary><c>Authorization: Basic</c> of User and Secret.</summary>
    Basic,

    /// <summary>A header Name with the value Secret.</summary>
    ApiKeyHeader,

    /// <summary>A query parameter Name with the value Secret; it never shows in outcomes, errors or logs.</summary>
    ApiKeyQuery,

    /// <summary>OAuth2 client credentials (RFC 6749, 4.4): a token from TokenUrl for User (the client id) and Secret, kept in memory until it expires or is refused with 401.</summary>
    OAuth2,
}

/// <summary>Credentials of a source. Secret is a reference (<c>${env:NAME}</c>, <c>${file:PATH}</c>), so that it is never in state.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.AuthDefinition")]
public sealed record AuthDefinition
{
    [Id(0)] public required AuthKind Kind { get; init; }

    /// <summary>Token, password, key or client secret; a reference.</summary>
    [Id(1)] public required string Secret { get; init; }

    /// <summary>User name (basic) or client id (OAuth2); may be a reference.</summary>
    [Id(2)] public string? User { get; init; }

    /// <summary>Header or query parameter of an API key.</summary>
    [Id(3)] public string? Name { get; init; }

    /// <summary>Token endpoint (OAuth2): an absolute http or https URL.</summary>
    [Id(4)] public string? TokenUrl { get; init; }

    /// <summary>Scopes asked for, separated by spaces (OAuth2).</summary>
    [Id(5)] public string? Scope { get; init; }

    /// <summary>Audience asked for (OAuth2, where a server wants it).</summary>
    [Id(6)] public string? Audience { get; init; }
}
