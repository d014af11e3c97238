using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Fetching;

/// <summary>How far an exchange had come when it broke.</summary>
internal enum ExchangeStage
{
    /// <summary>No response yet.</summary>
    Headers,

    /// <summary>The headers came, the body was being read.</summary>
    Body,
}

/// <summary>What broke an exchange: the error for the user, and whether the same request may work in a moment.</summary>
internal readonly record struct FetchFault(FetchError Error, bool Transient)
{
    /// <summary>The one place where exceptions become error kinds.</summary>
    /// <param name="error">What the HTTP handler or the body reader threw; not a cancellation of ours.</param>
    /// <param name="url">The hop that broke; only its host and port are told.</param>
    /// <param name="proxied">True when a proxy stands between: then a connection that fails may be the proxy's.</param>
    public static FetchFault From(Exception error, Uri url, ExchangeStage stage, FetchLimits limits, bool proxied = false)
    {
        var host = proxied ? $"{Hop.Named(url)} (through the proxy)" : Hop.Named(url);
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case BlockedAddressException:
                    return Lasting(ErrorKind.BlockedAddress, $"{cause.Message}.");
                case CertificateException:
                    return Lasting(ErrorKind.Tls, $"The certificate of {host} does not verify: {cause.Message}.");
                case UnknownCodingException:
                    return Lasting(ErrorKind.Protocol, cause.Message);
                case HttpProtocolException protocol:
                    return FromHttp2(protocol, host);
                case SocketException socket:
                    return FromSocket(socket, host, stage, error);
                case AuthenticationException:
                    return Passing(ErrorKind.Tls, $"The TLS handshake with {host} failed.");
                case TimeoutException:
                    return Passing(ErrorKind.Connect, $"No connection to {host} within {limits.ConnectTimeout.TotalSeconds:0.###} s.");
                case InvalidDataException:
                    return Lasting(ErrorKind.Protocol, "The body does not decompress: it is not what its Content-Encoding says.");
            }
        }

        return FromHttp((error as HttpRequestException)?.HttpRequestError ?? (error as HttpIOException)?.HttpRequestError, error, host, stage);
    }

    private static FetchFault FromHttp(HttpRequestError? reason, Exception error, string host, ExchangeStage stage) => reason switch
    {
        HttpRequestError.NameResolutionError => Passing(ErrorKind.Dns, $"The host name {host} does not resolve."),
        HttpRequestError.ConnectionError => Passing(ErrorKind.Connect, $"No connection to {host}."),
        HttpRequestError.ProxyTunnelError => Passing(ErrorKind.Connect, $"No way to {host} opened."),
        HttpRequestError.SecureConnectionError => Passing(ErrorKind.Tls, $"The TLS handshake with {host} failed."),
        HttpRequestError.ResponseEnded when stage == ExchangeStage.Body => Passing(ErrorKind.ShortBody, "The body ended before its announced length."),
        HttpRequestError.ResponseEnded => Passing(ErrorKind.Reset, $"{host} closed the connection before it answered."),
        HttpRequestError.ConfigurationLimitExceeded => Lasting(ErrorKind.Protocol, $"The answer of {host} has more or longer headers than are read."),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported
            => Lasting(ErrorKind.Protocol, $"The answer of {host} is not valid HTTP."),
        _ when error is IOException || error.InnerException is IOException => Passing(ErrorKind.Reset, $"The connection to {host} broke."),
        _ when error is HttpRequestException => Lasting(ErrorKind.Protocol, $"The exchange with {host} failed."),
        _ => Lasting(ErrorKind.Internal, "An unexpected fault inside Gleaner; its log has the details."),
    };

    private static FetchFault FromSocket(SocketException socket, string host, ExchangeStage stage, Exception error) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery
            => Passing(ErrorKind.Dns, $"The host name {host} does not resolve."),
        SocketError.ConnectionRefused => Passing(ErrorKind.Connect, $"{host} refuses the connection."),
        SocketError.TimedOut when Connecting(error, stage) => Passing(ErrorKind.Connect, $"{host} does not answer the connection."),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            => Passing(ErrorKind.Connect, $"{host} cannot be reached from here."),
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse
            => Passing(ErrorKind.Connect, $"No connection to {host}: this machine has run out of sockets or ports."),
        _ when Connecting(error, stage) => Passing(ErrorKind.Connect, $"No connection to {host}."),
        _ => Passing(ErrorKind.Reset, $"{host} reset the connection."),
    };

    /// <summary>A peer may end a stream for reasons of its own (shutdown, load); only real violations are for ever.</summary>
    private static FetchFault FromHttp2(HttpProtocolException error, string host)
    {
        const long NoError = 0, InternalError = 2, RefusedStream = 7, Cancel = 8, EnhanceYourCalm = 11;
        return error.ErrorCode is NoError or InternalError or RefusedStream or Cancel or EnhanceYourCalm
            ? Passing(ErrorKind.Reset, $"{host} ended the exchange early.")
            : Lasting(ErrorKind.Protocol, $"The exchange with {host} broke the rules of HTTP/2.");
    }

    private static bool Connecting(Exception error, ExchangeStage stage) =>
        stage == ExchangeStage.Headers && error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    private static FetchFault Passing(ErrorKind kind, string message) => new(new FetchError(kind, message), Transient: true);

    private static FetchFault Lasting(ErrorKind kind, string message) => new(new FetchError(kind, message), Transient: false);
}
