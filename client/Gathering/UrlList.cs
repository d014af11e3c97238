using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;

namespace Gleaner.Client.Gathering;

/// <summary>
/// A file with one URL per line. It is read and checked whole before the run begins, so that nothing is half-written for
/// a bad line at its end; a hundred thousand URLs are some 20 MB.
/// </summary>
internal static class UrlList
{
    /// <param name="file">A path, or <c>-</c> for <paramref name="input"/>.</param>
    public static List<string> Read(string file, TextReader input)
    {
        try
        {
            return file == "-" ? Parse("<stdin>", ReadLines(input)) : Parse(file, File.ReadLines(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserErrorException.Failed($"The file '{file}' cannot be read: {SourcesFileDoor.Reason(e)}.");
        }
    }

    private static List<string> Parse(string file, IEnumerable<string> lines)
    {
        var urls = new List<string>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var url = line.Trim();
            if (url.Length == 0 || url[0] == '#')
            {
                continue;
            }

            if (SourceUrl.FaultIn(url) is { } fault)
            {
                throw UserErrorException.Usage($"{file}:{number}: The URL '{PrintableText.Shortened(SourceUrl.Shown(url), 200)}' {fault}.");
            }

            urls.Add(url);
        }

        return urls;
    }

    private static IEnumerable<string> ReadLines(TextReader input)
    {
        while (input.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
