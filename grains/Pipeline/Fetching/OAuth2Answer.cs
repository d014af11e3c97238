using System.Globalization;
using System.Text.Json;

namespace Gleaner.Pipeline.Fetching;

/// <summary>What a token endpoint said (RFC 6749, 5).</summary>
/// <param name="Token">The access token, or null.</param>
/// <param name="Lifetime">How long it is good for; <see cref="UnknownLifetime"/> when it does not say.</param>
/// <param name="Error">One of the standard's error codes, or null: anything else may repeat a secret.</param>
internal sealed record OAuth2Answer(string? Token, TimeSpan Lifetime, string? Error)
{
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(24);

    private static readonly string[] ErrorCodes =
        ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"];

    public static OAuth2Answer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new OAuth2Answer(null, default, null);
            }

            var token = Text(json.RootElement, "access_token");
            var type = Text(json.RootElement, "token_type") ?? "Bearer";
            var usable = !string.IsNullOrEmpty(token) && type.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && RequestHeaders.FaultInValue(token) is null;
            return new OAuth2Answer(usable ? token : null, LifetimeIn(json.RootElement), ErrorCodes.FirstOrDefault(code => code == Text(json.RootElement, "error")));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string with half a surrogate pair.
            return new OAuth2Answer(null, default, null);
        }
    }

    public override string ToString() => Error ?? (Token is null ? "no token" : "a token");

    private static TimeSpan LifetimeIn(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var field))
        {
            return UnknownLifetime;
        }

        // Some servers send it as text.
        var text = field.ValueKind == JsonValueKind.String ? field.GetString() : field.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(double.IsNaN(seconds) ? 0 : seconds, 0, LongestLifetime.TotalSeconds))
            : UnknownLifetime;
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
