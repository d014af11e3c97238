using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>The URL that is asked for: as given, with the query parameters of request, page and API key.</summary>
/// <param name="Sent">What goes to the server.</param>
/// <param name="Told">The same without user information and configured secrets: what others may know.</param>
internal readonly record struct RequestUrl(Uri Sent, Uri Told)
{
    /// <summary>Empty, with the fault as a sentence, when a reference does not resolve.</summary>
    /// <param name="url">The spec's URL.</param>
    /// <param name="trusted">False for a link to another origin, which gets no parameters of the source.</param>
    /// <param name="key">An API key for the query, or null.</param>
    public static RequestUrl Build(FetchSpec spec, Uri url, bool trusted, (string Name, string Value)? key, out string? fault)
    {
        fault = null;
        var own = trusted && spec.Request is { Query.IsDefaultOrEmpty: false } request ? request.Query : [];
        if (own.IsEmpty && spec.PageQuery.IsDefaultOrEmpty && (key is null || !trusted))
        {
            return new RequestUrl(url, WithoutUserInfo(url));
        }

        var (sent, told) = (QueryText.Of(spec.Url), QueryText.Of(spec.Url));
        foreach (var parameter in own)
        {
            // A link that a server gave is complete but for what it leaves out (often the key).
            var linked = spec.TrustedUrl is not null && sent.Has(parameter.Name);
            var value = SecretReferences.Resolve(parameter.Value, out var clause);
            if (clause is not null)
            {
                fault = $"{(RequestHeaders.IsToken(parameter.Name) ? $"The query parameter {parameter.Name}" : "A query parameter")} {clause}.";
                return default;
            }

            var secret = !ReferenceEquals(value, parameter.Value);
            if (!linked)
            {
                sent.Add(parameter.Name, value);
            }

            if (secret)
            {
                told.Remove(parameter.Name);
            }
            else if (!linked)
            {
                told.Add(parameter.Name, value);
            }
        }

        // Values of pages and cursors came from a server: a reference in them must never be resolved.
        foreach (var parameter in spec.PageQuery.IsDefault ? [] : spec.PageQuery)
        {
            sent.Put(parameter.Name, parameter.Value);
            told.Put(parameter.Name, parameter.Value);
        }

        if (trusted && key is { } api)
        {
            sent.Put(api.Name, api.Value);
            told.Remove(api.Name);
        }

        if (!Uri.TryCreate(sent.ToString(), UriKind.Absolute, out var full) || !Uri.TryCreate(told.ToString(), UriKind.Absolute, out var open))
        {
            fault = "The URL with its query parameters cannot be used.";
            return default;
        }

        return new RequestUrl(full, WithoutUserInfo(open));
    }

    public static Uri WithoutUserInfo(Uri url) =>
        url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "" }.Uri;

    public override string ToString() => Told.IdnHost;
}
