using Gleaner.Client.Output;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile;

/// <summary>Reads a sources file for a command: what is wrong with it goes to the user and ends the command.</summary>
internal static class SourcesFileDoor
{
    /// <exception cref="UserErrorException">The file cannot be read or has faults; every fault is one line of the message.</exception>
    public static IReadOnlyList<SourceDefinition> Read(string file, CommandContext context)
    {
        var content = ReadContent(file, context);
        return content.Faults.Count == 0
            ? content.Sources
            : throw UserErrorException.Failed(string.Join('\n', content.Faults));
    }

    /// <exception cref="UserErrorException">The file cannot be read.</exception>
    public static SourcesFileContent ReadContent(string file, CommandContext context)
    {
        try
        {
            return SourcesFileReader.Read(file, context.Input);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserErrorException.Failed($"The file '{file}' cannot be read: {Reason(e)}.");
        }
    }

    public static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "permission is denied, or it is a directory",
        _ => e.Message.TrimEnd('.'),
    };
}
