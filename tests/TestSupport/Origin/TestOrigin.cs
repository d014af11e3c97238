using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gleaner.Tests.TestSupport.Origin.Manners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>
/// An HTTP server on 127.0.0.1 with every manner, good and bad, that a fetch has to cope with. The path chooses the
/// manner; each file in Manners/ is one group of them. <see cref="Url"/> knows which of its ports serves a path.
/// </summary>
public sealed class TestOrigin : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly RawServer _raw;
    private readonly X509Certificate2 _certificate;
    private readonly int _port;
    private readonly int _tlsPort;
    private readonly Socket _refused = RawServer.HoldPortWithoutListening();

    private TestOrigin(WebApplication web, RawServer raw, X509Certificate2 certificate, OriginLog log)
    {
        (_web, _raw, _certificate, Log) = (web, raw, certificate, log);
        var ports = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).ToLookup(address => address.Scheme, address => address.Port);
        _port = ports["http"].Single();
        _tlsPort = ports["https"].Single();
    }

    public OriginLog Log { get; }

    /// <summary>What <c>/items</c> serves.</summary>
    public OriginItems Items { get; } = new();

    /// <summary>Status and text of <c>/robots.txt</c>.</summary>
    public (int Status, string Text) Robots { get; set; } = (404, "");

    /// <summary>Port of the well-formed manners.</summary>
    public int Port => _port;

    /// <summary>Port of the manners that are not HTTP.</summary>
    public int RawPort => _raw.Port;

    public static async Task<TestOrigin> Start()
    {
        var log = new OriginLog();
        var certificate = SelfSigned.Create();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var web = builder.Build();
        web.Use(async (context, next) =>
        {
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            using (log.Begin(context.Request.Path.Value + context.Request.QueryString, headers))
            {
                await next(context);
            }
        });
        web.UseRouting();
        GoodManners.Map(web, log);
        StatusManners.Map(web, log);
        RedirectManners.Map(web);
        BodyManners.Map(web, log);
        EchoManners.Map(web);
        CacheManners.Map(web, log);
        TokenManners.Map(web, log);
        LimitManners.Map(web, log);
        ExampleManners.Map(web);
        TestOrigin? origin = null;
        RobotsManners.Map(web, () => origin!.Robots);
        PageManners.Map(web, () => origin!.Items);
        await web.StartAsync();
        origin = new TestOrigin(web, RawServer.Start(log), certificate, log);
        return origin;
    }

    /// <summary>The URL of a manner, for example <c>/ok/7</c> or <c>/reset</c>.</summary>
    public string Url(string path)
    {
        var port = path.StartsWith("/refused", StringComparison.Ordinal) ? ((IPEndPoint)_refused.LocalEndPoint!).Port
            : RawManners.Serves(path) ? _raw.Port
            : _port;
        return $"http://127.0.0.1:{port}{path}";
    }

    /// <summary>The same well-formed manners behind TLS with a certificate that nobody trusts.</summary>
    public string TlsUrl(string path) => $"https://127.0.0.1:{_tlsPort}{path}";

    public async ValueTask DisposeAsync()
    {
        await _raw.DisposeAsync();
        _refused.Dispose();
        // Some manners never end: their connections are cut.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _web.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
        }

        await _web.DisposeAsync();
        _certificate.Dispose();
    }
}
