using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner schema apply</c>: brings the store's tables to this program's version.</summary>
internal static class SchemaCommand
{
    public static Command Create(CommandContext context)
    {
        var apply = new Command("apply", "Create or update the store's tables and views; doing it again changes nothing.");
        apply.SetAction((parsed, cancellation) => Apply(StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context), context, cancellation));
        return new Command("schema", "The store's tables.") { apply };
    }

    private static async Task<int> Apply(StoreChoice store, CommandContext context, CancellationToken cancellation)
    {
        await StoreSchema.Apply(store.Address, context.Time, cancellation);
        context.Terminal.Say($"The tables of {store.Address} ({store.Origin}) are those of gleaner {GleanerCommand.Version}.");
        return ExitCode.Ok;
    }
}
