using System.Text;
using System.Text.Json;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>The bytes that a request sends, with their type.</summary>
/// <param name="Secret">True when a secret is in them: then they never leave their origin.</param>
internal sealed record RequestBody(byte[] Bytes, string ContentType, bool Secret)
{
    /// <summary>Null when the request has none, or with a fault (a sentence).</summary>
    public static RequestBody? Resolve(RequestDefinition request, out string? fault)
    {
        fault = null;
        if (request.Body is not { } configured)
        {
            return null;
        }

        var text = SecretReferences.Resolve(configured, out var clause);
        if (clause is not null)
        {
            fault = $"The body of the request {clause}.";
            return null;
        }

        if (request.ContentType is { } type && RequestHeaders.FaultInValue(type) is { } wrong)
        {
            fault = $"The content type of the request {wrong}.";
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return new RequestBody(bytes, request.ContentType ?? (IsJson(bytes) ? "application/json" : "text/plain; charset=utf-8"), !ReferenceEquals(text, configured));
    }

    public override string ToString() => $"{Bytes.Length} bytes of {ContentType}";

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
