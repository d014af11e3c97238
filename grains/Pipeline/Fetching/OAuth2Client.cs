namespace Gleaner.Pipeline.Fetching;

/// <summary>Who asks a token endpoint for what (RFC 6749, 4.4). Tokens are kept by it, the secret included: who has another secret must not ride on this one's token.</summary>
internal sealed record OAuth2Client(Uri TokenUrl, string Id, string Secret, string? Scope, string? Audience)
{
    /// <summary>The host only: the rest may be secret.</summary>
    public override string ToString() => Hop.Named(TokenUrl);
}
