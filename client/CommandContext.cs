using Gleaner.Client.Connecting;
using Gleaner.Client.Output;

namespace Gleaner.Client;

/// <summary>What every command is given: the process's surroundings, replaceable in tests.</summary>
internal sealed record CommandContext
{
    public required Terminal Terminal { get; init; }

    public required TextReader Input { get; init; }

    public required TimeProvider Time { get; init; }

    public required Interruption Interruption { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    public DataDirectory Data => DataDirectory.Of(Variable);

    public ErrorLog Log => new(Data.LogFile, Time);

    public static CommandContext OfProcess(Interruption interruption) => new()
    {
        Terminal = Terminal.OfProcess(Environment.GetEnvironmentVariable),
        Input = new StreamReader(Console.OpenStandardInput()),
        Time = TimeProvider.System,
        Interruption = interruption,
        Variable = Environment.GetEnvironmentVariable,
    };
}
