namespace Gleaner.Client.Output;

/// <summary>Ends the command with one sentence for the user: what is wrong, where, and what to do.</summary>
internal sealed class UserErrorException : Exception
{
    private UserErrorException(string sentence, int exitCode)
        : base(sentence) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>What was asked for cannot be understood or used.</summary>
    public static UserErrorException Usage(string sentence) => new(sentence, Output.ExitCode.Usage);

    /// <summary>What was asked for could not be done.</summary>
    public static UserErrorException Failed(string sentence) => new(sentence, Output.ExitCode.Failed);
}
