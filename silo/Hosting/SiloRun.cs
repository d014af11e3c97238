using Gleaner.Contracts;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Silo.Hosting;

/// <summary>
/// The silo of a process from its start to its end. A store that goes away in the middle of a start, at whatever step, is waited for:
/// the start is made again from its beginning, on the same ports.
/// </summary>
internal sealed partial class SiloRun(SiloSettings settings, SiloLife life, StopSignals signals, ILogger log)
{
    /// <summary>Running turns and the fetches that are nearly done get this long when the silo is told to stop.</summary>
    public static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(15);

    // For what a cancelled stop still does, and for closing the store.
    private static readonly TimeSpan AfterDraining = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(1);

    // The store may be back by the time that it is looked at: a start that failed may be tried again without a reason in sight.
    private const int StartsWithoutReason = 3;

    private readonly TimeProvider _time = TimeProvider.System;
    private bool _saidThatItWaits;

    /// <summary>Runs until it is told to stop, and leaves the cluster in good order.</summary>
    /// <exception cref="Exception">It could not start, or the cluster holds it for dead.</exception>
    public async Task Run()
    {
        var host = await Start();
        life.Joined();
        LogJoined(log, settings.Name, OrleansEngine.Name, settings.SiloPort, settings.GatewayPort);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, signals.Asked);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        life.Drains();
        LogLeaving(log, settings.Name, DrainWithin.TotalSeconds);
        host.Services.GetRequiredService<SiloLoad>().Drain();
        if (await Stop(host))
        {
            LogLeft(log, settings.Name);
        }
        else
        {
            LogLeftBehind(log, settings.Name);
        }

        if (!signals.Asked.IsCancellationRequested)
        {
            throw new InvalidOperationException("the cluster holds it for dead; start it again to let it join anew.");
        }
    }

    /// <summary>False when something did not end within the bound: the process ends all the same, and the others vote the silo out.</summary>
    private async Task<bool> Stop(IHost host)
    {
        var stopping = StopAndDispose(host);
        var bound = Task.Delay(DrainWithin + AfterDraining, _time, CancellationToken.None);
        var hurried = Task.Delay(Timeout.InfiniteTimeSpan, _time, signals.Hurried).ContinueWith(
            _ => Task.Delay(AfterDraining, _time, CancellationToken.None), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        return await Task.WhenAny(stopping, bound, hurried) == stopping && await stopping;
    }

    private async Task<bool> StopAndDispose(IHost host)
    {
        try
        {
            await host.StopAsync(signals.Hurried);
            // Pending rows are committed, or the waiting for a store that is away is ended.
            await Task.Run(host.Dispose);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task<IHost> Start()
    {
        for (var withoutReason = 1; ; withoutReason++)
        {
            var host = Build();
            // Made now, so that their gauges stand in the metrics from the beginning.
            _ = (host.Services.GetRequiredService<SiloLoad>(), host.Services.GetRequiredService<ActiveSources>(), host.Services.GetRequiredService<ActiveRuns>());
            life.Starts(host.Services);
            try
            {
                await host.StartAsync(signals.Asked);
                return host;
            }
            catch (Exception e) when (e is not OutOfMemoryException && !signals.Asked.IsCancellationRequested)
            {
                if (e is StoreException { MayPass: false } || await WhyToWait(host, e) is not { } why)
                {
                    if (e is StoreException || withoutReason == StartsWithoutReason || !StoreFault.IsTransient(e))
                    {
                        host.Dispose();
                        throw;
                    }

                    why = e.Message;
                }
                else
                {
                    withoutReason = 0;
                }

                life.Waits(why);
                if (!_saidThatItWaits)
                {
                    _saidThatItWaits = true;
                    LogWaits(log, settings.Name, why.TrimEnd('.'));
                }

                host.Dispose();
            }
            catch
            {
                host.Dispose();
                throw;
            }

            await Task.Delay(TryEvery, _time, signals.Asked);
        }
    }

    /// <summary>What is wrong with the store, or null when it is the start that is wrong.</summary>
    private async Task<string?> WhyToWait(IHost host, Exception fault) => fault is StoreException { MayPass: true }
        ? fault.Message
        : await host.Services.GetRequiredService<StoreCondition>().Probe(ProbeWithin, signals.Asked);

    private IHost Build()
    {
        var builder = Host.CreateApplicationBuilder();
        SiloLogging.Configure(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainWithin);
        builder.Services.AddSingleton<IHostLifetime, ProcessLifetime>();
        builder.AddGleanerSilo(settings);
        return builder.Build();
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Silo '{Name}' has joined (engine {Engine}, silo port {SiloPort}, gateway port {GatewayPort}).")]
    private static partial void LogJoined(ILogger log, string name, string engine, int siloPort, int gatewayPort);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Silo '{Name}' waits with its start: {Reason}.")]
    private static partial void LogWaits(ILogger log, string name, string reason);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "Silo '{Name}' is leaving: what runs has {Seconds} s to end or to be handed over.")]
    private static partial void LogLeaving(ILogger log, string name, double seconds);

    [LoggerMessage(EventId = 104, Level = LogLevel.Warning, Message = "Silo '{Name}' ends without having signed off: not everything could be ended in time.")]
    private static partial void LogLeftBehind(ILogger log, string name);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Silo '{Name}' has left.")]
    private static partial void LogLeft(ILogger log, string name);
}
