using System.Net;
using Gleaner.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Gleaner.Silo.Operations;

/// <summary>
/// What those who operate a silo ask it over HTTP on loopback: <c>/health/live</c> and <c>/alive</c>, <c>/health/ready</c>,
/// <c>/health</c> and <c>/metrics</c>. A server of its own, so that it answers before the silo has joined and until it has left.
/// </summary>
internal sealed class OperationsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterProvider _meters;

    private OperationsServer(WebApplication app, MeterProvider meters) => (_app, _meters) = (app, meters);

    /// <exception cref="IOException">One sentence: the port is in use.</exception>
    public static async Task<OperationsServer> Start(int port, SiloLife life, CancellationToken cancellation)
    {
        // Empty: ASPNETCORE_URLS and its like are for other programs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddSingleton<IHostLifetime, ProcessLifetime>();
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton(life);
        builder.Services.AddHealthChecks().AddCheck<MembershipCheck>(MembershipCheck.Name).AddCheck<StoreCheck>(StoreCheck.Name);
        var app = builder.Build();
        var meters = MetricsExport.Start();
        var server = new OperationsServer(app, meters);

        // Alive is who answers: a silo that waits for its store must not be killed for it.
        var live = new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (http, _) => http.Response.WriteAsync("live\n", http.RequestAborted) };
        app.MapHealthChecks("/health/live", live);
        app.MapHealthChecks("/alive", live);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthJson.WriteWord });
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthJson.Write });
        app.MapPrometheusScrapingEndpoint("/metrics", meters, configureBranchedPipeline: null, optionsName: null);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await server.DisposeAsync();
            throw new IOException($"Port {port} for health and metrics is in use by another program; give another {SiloProcess.HttpPortVariable}, or 0 for none.", e);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _meters.Dispose();
    }
}
