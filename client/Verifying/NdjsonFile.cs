using System.Text.Json;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;

namespace Gleaner.Client.Verifying;

/// <summary>Reads a file of JSON objects, one a line, whose writer may have been killed in the middle of its last line.</summary>
internal static class NdjsonFile
{
    /// <param name="read">Takes what it needs of one object; what it throws for a missing or misshapen property becomes a sentence with the line.</param>
    /// <exception cref="UserErrorException">The file cannot be read, or a line is not what it should be.</exception>
    public static async Task Read(string file, Action<JsonElement> read, CancellationToken cancellation)
    {
        try
        {
            using var reader = File.OpenText(file);
            var number = 0;
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    ReadLine(file, number, line, isLast: reader.Peek() < 0, read);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserErrorException.Failed($"The file '{file}' cannot be read: {SourcesFileDoor.Reason(e)}.");
        }
    }

    private static void ReadLine(string file, int number, string line, bool isLast, Action<JsonElement> read)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException) when (isLast && line.TrimStart().StartsWith('{'))
        {
            // Nobody was shown what was cut off.
            return;
        }
        catch (JsonException)
        {
            throw UserErrorException.Failed($"{file}:{number}: not a JSON object.");
        }

        using (document)
        {
            try
            {
                read(document.RootElement);
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
            {
                throw UserErrorException.Failed($"{file}:{number}: a property is missing, or not of its type; docs/RELIABILITY.md shows a line.");
            }
        }
    }
}
