using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Gleaner.Client.Output;
using Gleaner.Contracts;

namespace Gleaner.Client.Commands;

/// <summary>The root of the command line.</summary>
internal static class GleanerCommand
{
    public static RootCommand Create(CommandContext context)
    {
        var root = new RootCommand("Gathers data from many HTTP sources, durably: each source is a grain, what was fetched is SQL.")
        {
            CommonOptions.Store,
            CommonOptions.Json,
            GatherCommand.Create(context),
            FetchCommand.Create(context),
            ApplyCommand.Create(context),
            DiffCommand.Create(context),
            CheckCommand.Create(context),
            SourcesCommand.Create(context),
            RunsCommand.Create(context),
            QueryCommand.Create(context),
            VerifyCommand.Create(context),
            SchemaCommand.Create(context),
            PruneCommand.Create(context),
            RetentionCommand.Create(context),
            UpCommand.Create(context),
            StatusCommand.Create(context),
            RestartCommand.Create(context),
            DownCommand.Create(context),
            DemoCommand.Create(context),
            CompletionCommand.Create(context),
        };
        foreach (var slashed in (string[])["/?", "/h"])
        {
            // A path may begin so.
            root.Options.OfType<HelpOption>().Single().Aliases.Remove(slashed);
        }

        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(context);
        return root;
    }

    public static string Version { get; } =
        typeof(GleanerCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private sealed class VersionAction(CommandContext context) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            context.Terminal.WriteOutputLine($"gleaner {Version} (engine: {OrleansEngine.Name})");
            return ExitCode.Ok;
        }
    }
}
