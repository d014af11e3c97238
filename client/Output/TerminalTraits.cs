namespace Gleaner.Client.Output;

/// <summary>What the process writes to.</summary>
internal sealed record TerminalTraits
{
    private const int UsualWidth = 80;

    /// <summary>True when stdout is a terminal.</summary>
    public bool OutputIsScreen { get; init; }

    /// <summary>True when stderr is a terminal.</summary>
    public bool ErrorIsScreen { get; init; }

    /// <summary>True when the terminal understands no control codes (<c>TERM=dumb</c>).</summary>
    public bool Dumb { get; init; }

    /// <summary>False under <c>NO_COLOR</c> or on a dumb terminal.</summary>
    public bool Colors { get; init; }

    /// <summary>Columns of the screen.</summary>
    public int Width { get; init; } = UsualWidth;

    /// <summary>A bar can be redrawn in place.</summary>
    public bool CanRedraw => ErrorIsScreen && !Dumb;

    public static TerminalTraits OfProcess(Func<string, string?> environment)
    {
        var dumb = environment("TERM") is "dumb";
        var screens = (Output: !Console.IsOutputRedirected, Error: !Console.IsErrorRedirected);
        return new TerminalTraits
        {
            OutputIsScreen = screens.Output,
            ErrorIsScreen = screens.Error,
            Dumb = dumb,
            Colors = !dumb && string.IsNullOrEmpty(environment("NO_COLOR")),
            Width = screens.Output || screens.Error ? ScreenWidth() : UsualWidth,
        };
    }

    private static int ScreenWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }
}
