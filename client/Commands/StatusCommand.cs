using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Clusters;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;
using Spectre.Console;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner status</c>: who is in the cluster. Exit 0 when every silo is up.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("status", "Show the cluster's silos: members, engine, pids, ports, log files.");
        command.SetAction((parsed, cancellation) => Run(parsed, context, cancellation));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        if (await Read(parsed, context, cancellation) is not { Members.Count: > 0 } report)
        {
            context.Terminal.Say("No cluster is up; 'gleaner up' starts one.");
            return ExitCode.Failed;
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            WriteJson(report, context.Terminal);
        }
        else
        {
            WriteTable(report, context.Terminal);
        }

        if (report.Trouble is { } trouble)
        {
            context.Terminal.Say($"The members cannot be asked for: {trouble.TrimEnd('.')}.");
        }

        return report.Members.All(member => member.IsUp) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<ClusterReport?> Read(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        var recorded = await ClusterReport.OfRecorded(ClusterFiles.In(context.Data), cancellation);
        var given = parsed.GetValue(CommonOptions.Store);
        if (string.IsNullOrEmpty(given) && string.IsNullOrEmpty(context.Variable(StoreAddress.Variable)))
        {
            return recorded;
        }

        var store = StoreChoice.Of(given, context).Address;
        if (store.ToString() == recorded?.Store)
        {
            return recorded;
        }

        return store.Kind is StoreKind.MySql ? await ClusterReport.OfStore(store, cancellation) : null;
    }

    private static void WriteTable(ClusterReport report, Terminal terminal)
    {
        var engine = report.Engine is { } name ? $"engine {name}, " : "";
        terminal.WriteOutputLine($"{engine}store {report.Store}{Database(report.Database)}");
        var table = TableStyle.Create(terminal.Traits, "silo", "state", "member", "pid", "silo port", "gateway port", "http port", "log");
        foreach (var member in report.Members)
        {
            table.AddRow(
                new Text(PrintableText.Of(member.Name)),
                new Text(State(member), new Style(member.IsUp ? Color.Green : Color.Red)),
                new Text(member.Member),
                new Text(member.Pid?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(member.SiloPort.ToString(CultureInfo.InvariantCulture)),
                new Text(member.GatewayPort.ToString(CultureInfo.InvariantCulture)),
                new Text(member.HttpPort?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(member.Log ?? ""));
        }

        terminal.WriteOutput(table);
    }

    private static void WriteJson(ClusterReport report, Terminal terminal)
    {
        using var json = new JsonLines(terminal);
        foreach (var member in report.Members)
        {
            json.Add(writer =>
            {
                writer.WriteString("silo", member.Name);
                writer.WriteString("state", State(member));
                writer.WriteString("member", member.Member);
                writer.WriteNumberOrNull("pid", member.Pid);
                writer.WriteNumber("siloPort", member.SiloPort);
                writer.WriteNumber("gatewayPort", member.GatewayPort);
                writer.WriteNumberOrNull("httpPort", member.HttpPort);
                writer.WriteString("log", member.Log);
                writer.WriteString("engine", report.Engine);
                writer.WriteString("store", report.Store);
            });
        }
    }

    // A silo of another machine or user has no pid here; then the table and its gateway say all there is to know.
    private static string State(MemberReport member) => member switch
    {
        { IsUp: true } => "up",
        { Pid: null, Log: not null } => "dead",
        _ => "not ready",
    };

    private static string Database(DatabaseRecord? database) => database switch
    {
        null => "",
        { IsAlive: true, Process: { } process } => string.Create(CultureInfo.InvariantCulture, $"; private database up (pid {process.Pid}, port {database.Port}, log {database.Log})"),
        _ => $"; private database dead (log {database.Log})",
    };
}
