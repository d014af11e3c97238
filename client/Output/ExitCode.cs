namespace Gleaner.Client.Output;

/// <summary>What the process answers to its caller.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The command could not do its work.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or what it names, cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>The run ended and sources failed, by the rule of <c>--fail-on</c>.</summary>
    public const int SourcesFailed = 3;

    /// <summary>Ctrl-C or a polite kill.</summary>
    public const int Interrupted = 130;
}
