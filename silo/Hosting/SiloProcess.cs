using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Silo.Hosting;

/// <summary>One silo as a process of its own. Settings come through the environment, because argv is for all to see.</summary>
public static partial class SiloProcess
{
    public const string SiloPortVariable = "GLEANER_SILO_PORT";
    public const string GatewayPortVariable = "GLEANER_GATEWAY_PORT";
    public const string NameVariable = "GLEANER_SILO_NAME";

    // Running turns and the fetches that are nearly done get this long on SIGTERM.
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(15);

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

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            o.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning); // Orleans' placement tells of every activation there.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainWithin);
        builder.AddGleanerSilo(settings);
        try
        {
            using var host = builder.Build();
            await host.StartAsync();
            var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gleaner.Silo");
            LogJoined(log, settings.Name, OrleansEngine.Name, settings.SiloPort, settings.GatewayPort);
            await host.WaitForShutdownAsync();
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
            SiloPort = siloPort,
            GatewayPort = Port(variable, GatewayPortVariable),
            Name = variable(NameVariable) is { Length: > 0 } name ? name : $"silo-{siloPort}",
        };
    }

    private static int Port(Func<string, string?> variable, string name) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new FormatException($"{name} has to be a TCP port, 1 to 65535.");

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Silo '{Name}' has joined (engine {Engine}, silo port {SiloPort}, gateway port {GatewayPort}).")]
    private static partial void LogJoined(ILogger log, string name, string engine, int siloPort, int gatewayPort);
}
