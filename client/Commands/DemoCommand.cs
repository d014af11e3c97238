using System.CommandLine;
using Gleaner.Client.Demo;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner demo</c>: fifteen seconds to see what this is.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("demo", "Gather from a small web server inside the process and query what was stored. Leaves nothing behind.");
        command.SetAction((_, _) => new DemoTour(context).Run());
        return command;
    }
}
