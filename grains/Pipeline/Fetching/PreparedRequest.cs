using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>A fetch's request, checked once and with its secrets resolved; makes the message of every hop of every attempt.</summary>
internal sealed class PreparedRequest
{
    private static readonly string UserAgent = $"Gleaner/{typeof(PreparedRequest).Assembly.GetName().Version?.ToString(3)}";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Headers that frame the message: they are the connection's business.</summary>
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase)
        { "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "Expect", "TE", "Trailer", "Proxy-Connection" };

    /// <summary>
    /// What another origin may see. Any other header may carry a credential (X-Api-Key, Private-Token, Cookie and a
    /// thousand names more), so none of them leaves the origin it was configured for.
    /// </summary>
    private static readonly HashSet<string> HarmlessElsewhere = new(StringComparer.OrdinalIgnoreCase)
        { "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Pragma", "User-Agent" };

    private readonly List<HeaderField> _headers;

    private PreparedRequest(Uri url, List<HeaderField> headers) => (Url, _headers) = (url, headers);

    public Uri Url { get; }

    /// <summary>Null, with the fault, when the URL or a header cannot be used.</summary>
    public static PreparedRequest? TryCreate(FetchSpec spec, out FetchError? fault)
    {
        if (!Uri.TryCreate(spec.Url, UriKind.Absolute, out var url) || !IsHttp(url) || url.Host.Length == 0 || url.Port == 0)
        {
            fault = new FetchError(ErrorKind.InvalidRequest, "The URL is not an absolute http or https URL.");
            return null;
        }

        var headers = Resolve(spec.Headers, out var clause);
        if (clause is not null)
        {
            fault = new FetchError(ErrorKind.InvalidRequest, clause);
            return null;
        }

        if (url.UserInfo.Length > 0 && !headers.Exists(header => Is(header, "Authorization")))
        {
            headers.Add(new HeaderField("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)))}"));
        }

        fault = null;
        return new PreparedRequest(url, headers);
    }

    public static bool IsHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    /// <param name="url">The hop's URL.</param>
    /// <param name="trusted">True while every hop stayed on the origin that the headers were configured for.</param>
    public HttpRequestMessage ForHop(Uri url, bool trusted)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url);
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            message.Version = HttpVersion.Version20;
        }

        var (agent, accept, encoding) = (false, false, false);
        foreach (var header in _headers)
        {
            if (!trusted && !HarmlessElsewhere.Contains(header.Name))
            {
                continue;
            }

            agent |= Is(header, "User-Agent");
            accept |= Is(header, "Accept");
            encoding |= Is(header, "Accept-Encoding");
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

        return message;
    }

    private static void Add(HttpRequestMessage message, HeaderField header)
    {
        if (message.Headers.TryAddWithoutValidation(header.Name, header.Value))
        {
            return;
        }

        // The framework keeps Content-Type and its like on a body, and some servers want them on a GET: give it an empty one.
        message.Content ??= new ByteArrayContent([]);
        message.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
    }

    private static List<HeaderField> Resolve(ImmutableArray<HeaderField> fields, out string? fault)
    {
        fault = null;
        var headers = new List<HeaderField>(fields.IsDefaultOrEmpty ? 0 : fields.Length);
        if (fields.IsDefaultOrEmpty)
        {
            return headers;
        }

        foreach (var (name, configured) in fields)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                fault = "A header's name is empty or has a character that names may not have.";
                return headers;
            }

            if (Framing.Contains(name))
            {
                fault = $"The header {name} is not for a source to set.";
                return headers;
            }

            var value = SecretReferences.Resolve(configured, out var clause);
            clause ??= FaultIn(value);
            if (clause is not null)
            {
                fault = $"The header {name} {clause}.";
                return headers;
            }

            headers.Add(new HeaderField(name, value));
        }

        return headers;
    }

    /// <summary>Line breaks and their like would let a value smuggle in another header.</summary>
    private static string? FaultIn(string value) =>
        value.AsSpan().IndexOfAny('\r', '\n') >= 0 ? "has a line break in its value"
        : value.Any(c => char.IsControl(c) && c != '\t') ? "has a control character in its value"
        : null;

    private static bool Is(HeaderField header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
