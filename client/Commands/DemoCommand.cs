using System.CommandLine;
using Gleaner.Client.Demo;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner demo</c>: fifteen seconds to see what this is.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("demo", "Gather from a small web server inside the process and query what was stored. Leaves nothing behind.");
        command.Validators.Add(result =>
        {
            if (result.GetValue(CommonOptions.Store) is not null)
            {
                result.AddError("The demo leaves nothing behind, so it takes no --store");
            }
        });
        command.SetAction((parsed, _) => new DemoTour(context, parsed.GetValue(CommonOptions.Json)).Run());
        return command;
    }
}
