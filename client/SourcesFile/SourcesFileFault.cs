namespace Gleaner.Client.SourcesFile;

/// <summary>One fault in a sources file.</summary>
/// <param name="File">Path as the user gave it.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Key">Where in the document, such as <c>sources[2].timeout</c>; empty for a fault of the file as a whole.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record SourcesFileFault(string File, int Line, int Column, string Key, string Message)
{
    public override string ToString() => Key.Length == 0 ? $"{File}:{Line}:{Column}: {Message}" : $"{File}:{Line}:{Column}: {Key}: {Message}";
}
