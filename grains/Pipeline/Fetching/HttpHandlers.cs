using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// The silo's HTTP connections: one pool for each way of making them, because a pooled connection serves whoever asks for its
/// host next. One opened for a source that allows private addresses must not serve a source that does not, nor one through
/// a proxy a source without; and the time for making one belongs to whoever began it.
/// </summary>
internal sealed class HttpHandlers(FetchLimits limits, IHostResolver resolver) : IDisposable
{
    /// <summary>Connect timeouts are rounded up to it and end at <see cref="LongestConnect"/>, so that there are only so many pools.</summary>
    private static readonly TimeSpan ConnectStep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker _public = Create(new Way(AllowPrivate: false, limits.ConnectTimeout, Proxy: null), resolver);
    private readonly HttpMessageInvoker _private = Create(new Way(AllowPrivate: true, limits.ConnectTimeout, Proxy: null), resolver);
    private readonly ConcurrentDictionary<Way, Lazy<HttpMessageInvoker>> _others = [];

    public HttpMessageInvoker For(bool allowPrivate, TimeSpan connectTimeout, Uri? proxy) =>
        proxy is not null || connectTimeout != limits.ConnectTimeout ? Other(allowPrivate, connectTimeout, proxy)
        : allowPrivate ? _private
        : _public;

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
        foreach (var other in _others.Values.Where(other => other.IsValueCreated))
        {
            other.Value.Dispose();
        }
    }

    private HttpMessageInvoker Other(bool allowPrivate, TimeSpan connectTimeout, Uri? proxy)
    {
        var steps = Math.Clamp(Math.Ceiling(connectTimeout / ConnectStep), 1, LongestConnect / ConnectStep);
        var way = new Way(allowPrivate, ConnectStep * steps, proxy?.AbsoluteUri);
        return _others.GetOrAdd(way, static (way, resolver) => new Lazy<HttpMessageInvoker>(() => Create(way, resolver)), resolver).Value;
    }

    private static HttpMessageInvoker Create(Way way, IHostResolver resolver) => new(new SocketsHttpHandler
    {
        // Never the environment's.
        UseProxy = way.Proxy is not null,
        Proxy = way.Proxy is null ? null : ProxyAt(new Uri(way.Proxy)),
        UseCookies = false,
        AllowAutoRedirect = false,
        // Decompression is ours (BodyReader): the cap counts decompressed bytes.
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = new GuardedConnector(resolver, way.AllowPrivate, way.ConnectTimeout).Connect,
        ConnectTimeout = way.ConnectTimeout,
        // Short enough to follow a name to its new address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Many hosts are asked once in a while: idle connections to them would pile up.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        EnableMultipleHttp2Connections = true,
        // What is left of an unwanted body is read to keep the connection only when it is small.
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        // Values go out as the user wrote them, also outside ASCII.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        // Nobody's trace context is sent to other people's servers; it also spares the tracing handler.
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Verify },
    });

    private static WebProxy ProxyAt(Uri url)
    {
        var pair = url.UserInfo.Split(':', 2);
        return new WebProxy(RequestUrl.WithoutUserInfo(url))
        {
            Credentials = url.UserInfo.Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")),
        };
    }

    /// <summary>Refuses as the framework would, but in words, and so that a bad certificate can be told from a broken handshake.</summary>
    private static bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || Refuse(chain, errors);

    private static bool Refuse(X509Chain? chain, SslPolicyErrors errors) => throw new CertificateException(errors switch
    {
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "the server shows none",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "it is for another host name",
        _ when Has(chain, X509ChainStatusFlags.NotTimeValid) => "it has expired or is not valid yet",
        _ when Has(chain, X509ChainStatusFlags.UntrustedRoot) => "it is self-signed or its issuer is not trusted",
        _ when Has(chain, X509ChainStatusFlags.PartialChain) => "its issuer is not known",
        _ when Has(chain, X509ChainStatusFlags.Revoked) => "it is revoked",
        _ => "its chain of issuers is not valid",
    });

    private static bool Has(X509Chain? chain, X509ChainStatusFlags flag) =>
        chain is not null && chain.ChainStatus.Any(status => status.Status.HasFlag(flag));

    /// <summary>How connections are made. The proxy's URL may hold its password: never printed.</summary>
    private readonly record struct Way(bool AllowPrivate, TimeSpan ConnectTimeout, string? Proxy)
    {
        public override string ToString() => $"{AllowPrivate} {ConnectTimeout}";
    }
}

/// <summary>A server's certificate does not verify; the message says why, as a clause.</summary>
public sealed class CertificateException(string reason) : Exception(reason);
