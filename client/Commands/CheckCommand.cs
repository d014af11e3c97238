using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner check</c>: all faults of a sources file, without touching a store.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.File();
        file.Required = true;
        var command = new Command("check", "Check a sources file and show all its faults.") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(CommonOptions.Json), context));
        return command;
    }

    private static int Run(string file, bool asJson, CommandContext context)
    {
        var content = SourcesFileDoor.ReadContent(file, context);
        using var json = new JsonLines(context.Terminal);
        foreach (var fault in content.Faults)
        {
            if (asJson)
            {
                json.Add(writer =>
                {
                    writer.WriteString("file", fault.File);
                    writer.WriteNumber("line", fault.Line);
                    writer.WriteNumber("column", fault.Column);
                    writer.WriteString("key", fault.Key);
                    writer.WriteString("message", fault.Message);
                });
            }
            else
            {
                context.Terminal.Say(fault.ToString());
            }
        }

        if (content.Faults.Count > 0)
        {
            return ExitCode.Failed;
        }

        context.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{file}: {Count(content.Sources.Count)}, no fault."));
        return ExitCode.Ok;
    }

    private static string Count(int sources) => sources == 1 ? "1 source" : string.Create(CultureInfo.InvariantCulture, $"{sources:#,0} sources");
}
