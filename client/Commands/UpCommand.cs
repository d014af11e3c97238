using System.CommandLine;
using Gleaner.Client.Clusters;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner up</c>: silo processes on this machine.</summary>
internal static class UpCommand
{
    private const int UsualSilos = 3;
    private const int MostSilos = 64;

    public static Command Create(CommandContext context)
    {
        var silos = CommonOptions.Number("--silos", $"Silo processes to run, 1 to {MostSilos} [default: {UsualSilos}].", 1, MostSilos);
        var port = CommonOptions.Number("--port", "First of the loopback ports to take [default: those of the time before, else free ones].", 1024, 65_000);
        var command = new Command("up", "Start a cluster of silo processes on this machine; without --store on a private MariaDB or MySQL.") { silos, port };
        command.SetAction((parsed, _) => Run(parsed, new ClusterWish(parsed.GetValue(silos) ?? UsualSilos, Store(parsed, context), parsed.GetValue(port)), context));
        return command;
    }

    private static StoreAddress? Store(ParseResult parsed, CommandContext context)
    {
        var given = parsed.GetValue(CommonOptions.Store);
        if (string.IsNullOrEmpty(given) && string.IsNullOrEmpty(context.Variable(StoreAddress.Variable)))
        {
            return null;
        }

        var store = StoreChoice.Of(given, context);
        return store.Address.Kind is StoreKind.MySql
            ? store.Address
            : throw UserErrorException.Usage($"{store.Origin}: {store.Address} cannot be shared by silo processes; give mysql://user:password@host:port/database, or none for a private database.");
    }

    private static async Task<int> Run(ParseResult parsed, ClusterWish wish, CommandContext context)
    {
        var (state, started) = await ClusterUp.Run(wish, context);
        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            foreach (var silo in state.Silos)
            {
                json.Add(writer =>
                {
                    writer.WriteString("silo", silo.Name);
                    writer.WriteBoolean("started", started.Contains(silo.Name));
                    writer.WriteNumber("pid", silo.Process!.Pid);
                    writer.WriteNumber("siloPort", silo.SiloPort);
                    writer.WriteNumber("gatewayPort", silo.GatewayPort);
                    writer.WriteNumberOrNull("httpPort", silo.HttpPort);
                    writer.WriteString("log", silo.Log);
                });
            }
        }

        context.Terminal.Say($"{WhatWasDone(started.Count, state.Silos.Count - started.Count)}; engine {state.Engine}, store {state.Store}.");
        return ExitCode.Ok;
    }

    private static string WhatWasDone(int started, int others) => (started, others) switch
    {
        (0, _) => $"The private database was started again for the {Silos(others)} that waited for it",
        (_, 0) => $"{Silos(started)} {(started == 1 ? "has" : "have")} joined",
        _ => $"{Silos(started)} {(started == 1 ? "has" : "have")} joined beside {others} that {(others == 1 ? "was" : "were")} up",
    };

    private static string Silos(int count) => count == 1 ? "1 silo" : $"{count} silos";
}
