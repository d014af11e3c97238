using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Client.Pruning;
using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner retention</c>: what the cluster prunes by itself. The setting stands in the store, so that every silo obeys it.</summary>
internal static class RetentionCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("retention", "Show or set what a cluster prunes by itself, once an hour.") { Set(context), Off(context) };
        command.SetAction((parsed, cancellation) => Show(parsed, context, cancellation));
        return command;
    }

    private static Command Set(CommandContext context)
    {
        var options = new RetentionOptions();
        var command = new Command("set", "Let the cluster of the store prune by itself.") { options.OlderThan, options.KeepLast };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var database = await Open(parsed, context, cancellation);
            var table = new RetentionTable(database);
            await table.Set(options.Read(parsed, (await table.Read(cancellation))?.Rule ?? RetentionRule.Default), cancellation);
            return await Write(parsed, table, context, cancellation);
        });
        return command;
    }

    private static Command Off(CommandContext context)
    {
        var command = new Command("off", "Let nothing be pruned but by 'gleaner prune'.");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var database = await Open(parsed, context, cancellation);
            var table = new RetentionTable(database);
            await table.Clear(cancellation);
            return await Write(parsed, table, context, cancellation);
        });
        return command;
    }

    private static async Task<int> Show(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        using var database = await Open(parsed, context, cancellation);
        return await Write(parsed, new RetentionTable(database), context, cancellation);
    }

    private static async Task<Database> Open(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context).Address;
        if (store.Kind is not StoreKind.MySql)
        {
            throw UserErrorException.Failed($"Only a cluster prunes by itself, and none runs on {store}; run 'gleaner prune' there from time to time.");
        }

        await StoreSchema.Apply(store, context.Time, cancellation);
        return new Database(store);
    }

    private static async Task<int> Write(ParseResult parsed, RetentionTable table, CommandContext context, CancellationToken cancellation)
    {
        var setting = await table.Read(cancellation);
        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer =>
            {
                writer.WriteBoolean("on", setting is not null);
                writer.WriteString("olderThan", setting is null ? null : AgeText.Format(setting.Rule.OlderThan));
                if (setting is null)
                {
                    writer.WriteNull("keepLast");
                }
                else
                {
                    writer.WriteNumber("keepLast", setting.Rule.KeepLast);
                }

                writer.WriteString("nextAt", CellText.Of(setting?.NextAt));
                writer.WriteString("lastAt", CellText.Of(setting?.LastAt));
                writer.WriteNumber("lastRuns", setting?.LastRuns ?? 0);
                writer.WriteNumber("lastOutcomes", setting?.LastOutcomes ?? 0);
            });
        }

        context.Terminal.Say(Sentence(setting));
        return ExitCode.Ok;
    }

    private static string Sentence(RetentionSetting? setting)
    {
        if (setting is null)
        {
            return "The cluster prunes nothing by itself; 'gleaner retention set --older-than 30d' lets it.";
        }

        var last = setting.LastAt is { } at ? $"; the last pass ended at {CellText.Of(at)} and removed {setting.LastRuns} runs" : "";
        return $"While it runs, the cluster prunes runs that ended more than {AgeText.Format(setting.Rule.OlderThan)} ago and keeps the last {setting.Rule.KeepLast}{last}; the next pass is due at {CellText.Of(setting.NextAt)}.";
    }
}
