using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// The silo's HTTP connections. There are two pools, because a pooled connection serves whoever asks for its host next:
/// one opened for a source that allows private addresses must not serve a source that does not.
/// </summary>
internal sealed class HttpHandlers : IDisposable
{
    private readonly HttpMessageInvoker _public;
    private readonly HttpMessageInvoker _private;

    public HttpHandlers(FetchLimits limits, IHostResolver resolver)
    {
        _public = Create(limits, new GuardedConnector(resolver, allowPrivate: false, limits.ConnectTimeout));
        _private = Create(limits, new GuardedConnector(resolver, allowPrivate: true, limits.ConnectTimeout));
    }

    public HttpMessageInvoker For(bool allowPrivate) => allowPrivate ? _private : _public;

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
    }

    private static HttpMessageInvoker Create(FetchLimits limits, GuardedConnector connector) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // Decompression is ours (BodyReader): the cap counts decompressed bytes.
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ConnectCallback = connector.Connect,
        ConnectTimeout = limits.ConnectTimeout,
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
}

/// <summary>A server's certificate does not verify; the message says why, as a clause.</summary>
public sealed class CertificateException(string reason) : Exception(reason);
