using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Client.Pruning;
using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner prune</c>: removes old runs with their outcomes, beside whatever works on the store.</summary>
internal static class PruneCommand
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);

    public static Command Create(CommandContext context)
    {
        var options = new RetentionOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would go; remove nothing." };
        var command = new Command("prune", "Remove finished runs that are old, with their outcomes; sources and their records stay.") { options.OlderThan, options.KeepLast, dryRun };
        command.SetAction((parsed, cancellation) => Run(parsed, options, parsed.GetValue(dryRun), context, cancellation));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, RetentionOptions options, bool dryRun, CommandContext context, CancellationToken cancellation)
    {
        var address = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context).Address;
        if (address.Kind is StoreKind.Memory || (address.Kind is StoreKind.Sqlite && !File.Exists(address.Path)))
        {
            throw UserErrorException.Failed($"There is nothing to prune: {address} holds no runs yet.");
        }

        await StoreSchema.Apply(address, context.Time, cancellation);
        await using var services = new ServiceCollection().AddSingleton(context.Time).AddGleanerStore(address).BuildServiceProvider();
        var setting = await new RetentionTable(services.GetRequiredService<Database>()).Read(cancellation);
        var saidAt = context.Time.GetTimestamp();
        var report = await services.GetRequiredService<RunPruner>().Prune(
            options.Read(parsed, setting?.Rule ?? RetentionRule.Default),
            dryRun,
            soFar =>
            {
                if (context.Time.GetElapsedTime(saidAt) > SayEvery)
                {
                    saidAt = context.Time.GetTimestamp();
                    context.Terminal.Say($"So far {Sum(soFar)}.");
                }

                return Task.CompletedTask;
            },
            cancellation);
        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer =>
            {
                writer.WriteString("store", address.ToString());
                writer.WriteBoolean("dryRun", dryRun);
                writer.WriteString("before", CellText.Of(report.Before));
                writer.WriteNumber("runs", report.Runs);
                writer.WriteNumber("outcomes", report.Outcomes);
                writer.WriteNumber("kept", report.Kept);
            });
        }

        var kept = report.Kept == 0 ? "" : $"; {Runs(report.Kept)} of that age {(report.Kept == 1 ? "stays" : "stay")} as the last or as needed";
        context.Terminal.Say($"{(dryRun ? "Would prune" : "Pruned")} {Sum(report)} that ended before {CellText.Of(report.Before)}{kept}.");
        return ExitCode.Ok;
    }

    private static string Sum(PruneReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"{Runs(report.Runs)} with {report.Outcomes:#,0} {(report.Outcomes == 1 ? "outcome" : "outcomes")}");

    private static string Runs(int count) => count == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{count:#,0} runs");
}
