using System.CommandLine;
using Gleaner.Client.Clusters;
using Gleaner.Client.Output;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner down</c>: stops what <c>up</c> started.</summary>
internal static class DownCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("down", "Stop the cluster of this machine; what it stored stays.");
        command.SetAction((parsed, _) => Run(parsed.GetValue(CommonOptions.Json), context));
        return command;
    }

    private static async Task<int> Run(bool asJson, CommandContext context)
    {
        var (was, killed) = await ClusterDown.Run(context);
        var silos = was?.Silos.Where(silo => silo.Process is not null).ToList() ?? [];
        using var json = new JsonLines(context.Terminal);
        foreach (var silo in asJson ? silos : [])
        {
            json.Add(writer =>
            {
                writer.WriteString("silo", silo.Name);
                writer.WriteNumber("pid", silo.Process!.Pid);
                writer.WriteBoolean("killed", killed.Contains(silo));
            });
        }

        json.Flush();
        foreach (var silo in killed)
        {
            context.Terminal.Say($"{silo.Name} did not stop in time and was killed; its log is {silo.Log}.");
        }

        var database = was?.Database?.Process is null ? "" : " and the private database";
        context.Terminal.Say(silos.Count == 0 && database.Length == 0
            ? "No cluster is up."
            : $"Stopped {(silos.Count == 1 ? "1 silo" : $"{silos.Count} silos")}{database}; what was stored stays in {was!.Store}.");
        return ExitCode.Ok;
    }
}
