using System.Net;
using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>A fetch's request, checked once and with its secrets resolved; makes the message of every hop of every attempt.</summary>
internal sealed class PreparedRequest
{
    private static readonly string UserAgent = $"Gleaner/{typeof(PreparedRequest).Assembly.GetName().Version?.ToString(3)}";

    private readonly List<SentHeader> _headers;

    private PreparedRequest(List<SentHeader> headers) => _headers = headers;

    /// <summary>Where every attempt begins.</summary>
    public required Hop First { get; init; }

    /// <summary>The first hop's URL as others may know it.</summary>
    public required Uri ToldUrl { get; init; }

    public RequestBody? Body { get; private init; }

    /// <summary>Whose token the trusted hops carry, or null.</summary>
    public OAuth2Client? Client { get; private init; }

    /// <summary>What a 304 is understood by; null when the request is not conditional.</summary>
    public Validators? Validators { get; private init; }

    /// <summary>Proxy with its secrets resolved, or null.</summary>
    public Uri? Proxy { get; private init; }

    /// <summary>True for methods that may be repeated without harm (RFC 9110, 9.2.2).</summary>
    public bool Idempotent => First.Method == HttpMethod.Get || First.Method == HttpMethod.Head || First.Method == HttpMethod.Put
        || First.Method == HttpMethod.Delete || First.Method == HttpMethod.Options || First.Method == HttpMethod.Trace;

    /// <summary>True for methods whose answers are representations: only those have validators and freshness.</summary>
    public bool Reads => First.Method == HttpMethod.Get || First.Method == HttpMethod.Head;

    /// <summary>Null, with the fault, when the spec cannot be sent.</summary>
    public static PreparedRequest? TryCreate(FetchSpec spec, out FetchError? fault)
    {
        var request = Create(spec, out var sentence);
        fault = sentence is null ? null : new FetchError(ErrorKind.InvalidRequest, sentence);
        return sentence is null ? request : null;
    }

    /// <summary>A GET without anything of a source.</summary>
    public static PreparedRequest Plain(Uri url, Uri? proxy) =>
        new([]) { First = new Hop(url, HttpMethod.Get, Trusted: true, WithBody: true), ToldUrl = RequestUrl.WithoutUserInfo(url), Proxy = proxy };

    /// <summary>A client's request for an access token (RFC 6749, 4.4.2 and 2.3.1).</summary>
    /// <param name="secretInBody">False sends id and secret in a header, as the standard wants it.</param>
    public static PreparedRequest ForToken(OAuth2Client client, bool secretInBody, Uri? proxy)
    {
        var (id, secret) = (Uri.EscapeDataString(client.Id), Uri.EscapeDataString(client.Secret));
        var form = new StringBuilder("grant_type=client_credentials");
        if (client.Scope is not null)
        {
            form.Append("&scope=").Append(Uri.EscapeDataString(client.Scope));
        }

        if (client.Audience is not null)
        {
            form.Append("&audience=").Append(Uri.EscapeDataString(client.Audience));
        }

        if (secretInBody)
        {
            form.Append("&client_id=").Append(id).Append("&client_secret=").Append(secret);
        }

        List<SentHeader> headers = [new SentHeader("Accept", "application/json", Secret: false)];
        if (!secretInBody)
        {
            headers.Add(new SentHeader("Authorization", Credentials.Basic($"{id}:{secret}"), Secret: true));
        }

        return new PreparedRequest(headers)
        {
            First = new Hop(client.TokenUrl, HttpMethod.Post, Trusted: true, WithBody: true),
            ToldUrl = RequestUrl.WithoutUserInfo(client.TokenUrl),
            Body = new RequestBody(Encoding.UTF8.GetBytes(form.ToString()), "application/x-www-form-urlencoded", Secret: true),
            Proxy = proxy,
        };
    }

    public static bool IsHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    /// <param name="token">The access token for a trusted hop of an OAuth2 client, or null.</param>
    public HttpRequestMessage ForHop(Hop hop, string? token = null)
    {
        var message = new HttpRequestMessage(hop.Method, hop.Url);
        if (hop.Url.Scheme == Uri.UriSchemeHttps)
        {
            message.Version = HttpVersion.Version20;
        }

        if (hop.WithBody && (Body is not null || NeedsBody(hop.Method)))
        {
            message.Content = new ByteArrayContent(Body?.Bytes ?? []);
            if (Body is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", Body.ContentType);
            }
        }

        var (agent, accept, encoding) = (false, false, false);
        foreach (var header in _headers)
        {
            if ((!hop.Trusted && !RequestHeaders.MayLeave(header)) || (!hop.WithBody && IsAboutContent(header)))
            {
                continue;
            }

            agent |= header.Is("User-Agent");
            accept |= header.Is("Accept");
            encoding |= header.Is("Accept-Encoding");
            Add(message, header);
        }

        if (!agent)
        {
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        if (!accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", "*/*");
        }

        if (!encoding)
        {
            message.Headers.TryAddWithoutValidation("Accept-Encoding", BodyDecoding.Accepted);
        }

        if (token is not null && hop.Trusted)
        {
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        if (Validators is { } validators)
        {
            // The ETag wins: dates are coarse, and a server that gets both may heed the wrong one.
            var (name, value) = validators.ETag is { } tag ? ("If-None-Match", tag) : ("If-Modified-Since", validators.LastModified);
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static PreparedRequest? Create(FetchSpec spec, out string? fault)
    {
        var url = Usable(spec.Url);
        var home = spec.TrustedUrl is null ? url : Usable(spec.TrustedUrl);
        if (url is null || home is null)
        {
            fault = "The URL is not an absolute http or https URL.";
            return null;
        }

        var trusted = Hop.SameOrigin(url, home);
        var headers = RequestHeaders.Resolve(spec.Headers, out fault);
        var auth = fault is null && spec.Auth is not null ? Credentials.Resolve(spec.Auth, out fault) : null;
        var body = fault is null && spec.Request is not null ? RequestBody.Resolve(spec.Request, out fault) : null;
        var method = fault is null ? MethodOf(spec.Request, out fault) : null;
        var proxy = fault is null && spec.Proxy is not null ? ProxyOf(spec.Proxy, out fault) : null;
        var asked = fault is null ? RequestUrl.Build(spec, url, trusted, auth?.Query, out fault) : default;
        if (fault is not null)
        {
            return null;
        }

        if (body is { Secret: true } && !trusted)
        {
            fault = "The URL is on another origin than the source, where the secret in the request's body must not go.";
            return null;
        }

        body = TakeContentType(headers, body);
        Authorize(headers, auth, home);
        return new PreparedRequest(headers)
        {
            First = new Hop(asked.Sent, method!, trusted, WithBody: true),
            ToldUrl = asked.Told,
            Body = body,
            Client = auth?.Client,
            Validators = ValidatorsFor(spec, method!, headers),
            Proxy = proxy,
        };
    }

    private static Uri? Usable(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && IsHttp(url) && url.Host.Length > 0 && url.Port != 0 ? url : null;

    private static HttpMethod? MethodOf(RequestDefinition? request, out string? fault)
    {
        fault = null;
        if (request is null)
        {
            return HttpMethod.Get;
        }

        // CONNECT would make a tunnel of the connection.
        fault = !RequestHeaders.IsToken(request.Method) || request.Method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase) ? "The method of the request cannot be used." : null;
        return fault is null ? HttpMethod.Parse(request.Method) : null;
    }

    private static Uri? ProxyOf(string configured, out string? fault)
    {
        var text = SecretReferences.Resolve(configured, out var clause);
        var proxy = clause is null ? Usable(text) : null;
        fault = clause is not null ? $"The proxy {clause}." : proxy is null ? "The proxy is not an absolute http or https URL." : null;
        return proxy;
    }

    /// <summary>A header that names the body's type belongs to the body, and goes where the body goes.</summary>
    private static RequestBody? TakeContentType(List<SentHeader> headers, RequestBody? body)
    {
        if (body is null || headers.Find(header => header.Is("Content-Type")) is not { } type)
        {
            return body;
        }

        headers.RemoveAll(header => header.Is("Content-Type"));
        return body with { ContentType = type.Value, Secret = body.Secret || type.Secret };
    }

    /// <summary>Auth takes the place of a header of the same name; user information in the URL counts only where nothing else says who asks.</summary>
    private static void Authorize(List<SentHeader> headers, Credentials? auth, Uri home)
    {
        if (auth?.Client is not null)
        {
            headers.RemoveAll(header => header.Is("Authorization"));
        }
        else if (auth?.Header is { } own)
        {
            headers.RemoveAll(header => header.Is(own.Name));
            headers.Add(own);
        }

        if (home.UserInfo.Length > 0 && auth?.Client is null && !headers.Exists(header => header.Is("Authorization")))
        {
            headers.Add(new SentHeader("Authorization", Credentials.Basic(Uri.UnescapeDataString(home.UserInfo)), Secret: true));
        }
    }

    private static Validators? ValidatorsFor(FetchSpec spec, HttpMethod method, List<SentHeader> headers) =>
        spec.Validators is { } validators && (validators.ETag ?? validators.LastModified) is not null
            && (method == HttpMethod.Get || method == HttpMethod.Head)
            && !headers.Exists(header => header.Is("If-None-Match") || header.Is("If-Modified-Since"))
            ? validators : null;

    /// <summary>
    /// These methods say that a body comes, even an empty one. Having one also keeps the framework from sending the request
    /// again by itself when a kept connection turns out dead, which is not for it to decide.
    /// </summary>
    private static bool NeedsBody(HttpMethod method) => method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch;

    private static bool IsAboutContent(SentHeader header) => header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    private static void Add(HttpRequestMessage message, SentHeader header)
    {
        if (message.Headers.TryAddWithoutValidation(header.Name, header.Value))
        {
            return;
        }

        // The framework keeps Content-Type and its like on a body, and some servers want them on a GET: give it an empty one.
        message.Content ??= new ByteArrayContent([]);
        message.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
    }
}
