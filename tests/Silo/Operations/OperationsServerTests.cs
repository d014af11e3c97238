using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;
using Gleaner.Silo.Hosting;
using Gleaner.Silo.Operations;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Silo.Operations;

/// <summary>What a silo process answers to those who operate it, over a real socket.</summary>
public sealed partial class OperationsServerTests : IAsyncLifetime
{
    private readonly SiloLife _life = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly int _port = LoopbackPort.Free();
    private OperationsServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await OperationsServer.Start(_port, _life, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Live_WhateverThePhase_IsOk()
    {
        await AssertLive();
        _life.Waits("The store is away.");
        await AssertLive();
        _life.Drains();
        await AssertLive();
    }

    [Fact]
    public async Task Ready_BeforeJoiningAndWhileDraining_IsNot()
    {
        await using var services = Services("memory");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unready\n"), await Get("/health/ready"));
        _life.Starts(services);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("/health/ready")).Status);
        _life.Joined();
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await Get("/health/ready"));
        _life.Drains();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("/health/ready")).Status);
    }

    [Fact]
    public async Task Health_StoreAway_IsUnreadyAndSaysWhichCheck()
    {
        await using var services = Services($"mysql://root@127.0.0.1:{LoopbackPort.Free()}/db");
        _life.Starts(services);
        _life.Joined();
        var (status, body) = await Get("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        var health = JsonDocument.Parse(body).RootElement;
        Assert.Equal("unready", health.GetProperty("status").GetString());
        var checks = health.GetProperty("checks");
        Assert.Equal("ready", checks.GetProperty("cluster").GetProperty("status").GetString());
        Assert.Equal("unready", checks.GetProperty("store").GetProperty("status").GetString());
        Assert.Contains("cannot be reached", checks.GetProperty("store").GetProperty("message").GetString(), StringComparison.Ordinal);
        await AssertLive();
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoInOneSentence()
    {
        var error = await Assert.ThrowsAsync<IOException>(() => OperationsServer.Start(_port, new SiloLife(), Cancellation));
        Assert.Equal($"Port {_port} for health and metrics is in use by another program; give another GLEANER_HTTP_PORT, or 0 for none.", error.Message);
    }

    [Fact]
    public async Task Metrics_OfASilo_AreTheOnesThatTheDocsList()
    {
        await using var services = Services("memory");
        var metrics = services.GetRequiredService<PipelineMetrics>();
        _ = (services.GetRequiredService<SiloLoad>(), services.GetRequiredService<ActiveSources>(), services.GetRequiredService<ActiveRuns>(), services.GetRequiredService<StoreCondition>());
        metrics.FetchEnded(null, 1, 10, TimeSpan.FromMilliseconds(20));
        metrics.BatchCommitted(3, 3, TimeSpan.FromMilliseconds(2));
        var (status, body) = await Get("/metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        var read = new PrometheusText(body);
        var docs = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "OPERATING.md"), Cancellation);
        var listed = MetricRow().Matches(docs).Select(row => (Name: row.Groups["name"].Value, Type: row.Groups["type"].Value)).ToHashSet();
        // Which collections there were by now is the runtime's business.
        var shown = read.Types.Where(type => type.Key != "target_info").Select(type => (Name: type.Key, Type: type.Value)).ToHashSet();
        Assert.Empty(shown.Except(listed));
        Assert.DoesNotContain(listed.Except(shown), metric => !metric.Name.StartsWith("dotnet_", StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ErrorKind>(), kind => Assert.True(read.Value("gleaner_fetches_total", $"kind=\"{kind.ToName()}\"") >= 0));
    }

    private static ServiceProvider Services(string store) =>
        new ServiceCollection().AddGleanerStore(StoreAddress.Parse(store)).AddGleanerFetching().AddGleanerGrains().BuildServiceProvider();

    private async Task AssertLive()
    {
        Assert.Equal((HttpStatusCode.OK, "live\n"), await Get("/health/live"));
        Assert.Equal((HttpStatusCode.OK, "live\n"), await Get("/alive"));
    }

    private async Task<(HttpStatusCode Status, string Body)> Get(string path)
    {
        using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}{path}"), Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (?<type>counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();
}
