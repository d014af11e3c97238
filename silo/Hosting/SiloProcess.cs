using System.Globalization;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Operations;
using Microsoft.Extensions.Logging;

namespace Gleaner.Silo.Hosting;

/// <summary>One silo as a process of its own. Settings come through the environment, because argv is for all to see.</summary>
public static class SiloProcess
{
    public const string SiloPortVariable = "GLEANER_SILO_PORT";
    public const string GatewayPortVariable = "GLEANER_GATEWAY_PORT";
    public const string HttpPortVariable = "GLEANER_HTTP_PORT";
    public const string NameVariable = "GLEANER_SILO_NAME";

    /// <summary>Runs until SIGTERM or SIGINT. Returns the exit code: 0 stopped, 1 failed, 2 settings that cannot be used.</summary>
    public static async Task<int> Run()
    {
        SiloSettings settings;
        try
        {
            settings = ReadSettings(Environment.GetEnvironmentVariable);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

        // The process's own, which outlives the silo's host.
        using var logs = LoggerFactory.Create(SiloLogging.Configure);
        using var signals = StopSignals.OfProcess();
        var life = new SiloLife();
        try
        {
            await using var server = settings.HttpPort is { } port ? await OperationsServer.Start(port, life, signals.Asked) : null;
            await new SiloRun(settings, life, signals, logs.CreateLogger("Gleaner.Silo")).Run();
            return 0;
        }
        catch (OperationCanceledException) when (signals.Asked.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"The silo '{settings.Name}' ended: {e.Message}");
            return 1;
        }
    }

    internal static SiloSettings ReadSettings(Func<string, string?> variable)
    {
        var store = StoreAddress.Parse(variable(StoreAddress.Variable) is { Length: > 0 } text
            ? text
            : throw new FormatException($"{StoreAddress.Variable} is not set; a silo needs its store, for example mysql://user:password@127.0.0.1:3306/gleaner."));
        if (store.Kind is not StoreKind.MySql)
        {
            throw new FormatException($"The store {store} cannot be shared by several silos; {StoreAddress.Variable} has to name a MySQL database.");
        }

        var siloPort = Port(variable, SiloPortVariable);
        return new SiloSettings
        {
            Store = store,
            Embedded = false,
            RunsSchedules = true,
            ResumesRuns = true,
            SiloPort = siloPort,
            GatewayPort = Port(variable, GatewayPortVariable),
            HttpPort = variable(HttpPortVariable) is null or "" or "0" ? null : Port(variable, HttpPortVariable),
            Name = variable(NameVariable) is { Length: > 0 } name ? name : $"silo-{siloPort}",
            Limits = SiloLimits.Read(variable),
        };
    }

    private static int Port(Func<string, string?> variable, string name) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new FormatException($"{name} has to be a TCP port, 1 to 65535.");
}
