using System.CommandLine;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner check</c>: all faults of a sources file, without touching a store.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.File();
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of sources files, for editors." };
        var command = new Command("check", "Check a sources file and show all its faults.") { file, schema };
        command.Validators.Add(result =>
        {
            if (result.GetValue(schema) == (result.GetValue(file) is not null))
            {
                result.AddError(result.GetValue(schema) ? "--schema takes no file" : "Option '--file' is required");
            }
        });
        command.SetAction(parsed => parsed.GetValue(schema) ? PrintSchema(context) : Run(parsed.GetRequiredValue(file), parsed.GetValue(CommonOptions.Json), context));
        return command;
    }

    private static int PrintSchema(CommandContext context)
    {
        context.Terminal.WriteOutputLine(SourcesSchema.Text);
        return ExitCode.Ok;
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

        context.Terminal.Say($"{file}: {CountText.Of(content.Sources.Count, "source")}, no fault.");
        return ExitCode.Ok;
    }
}
