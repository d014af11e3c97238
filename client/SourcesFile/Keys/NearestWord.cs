namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>Finds what somebody who misspelt a word meant.</summary>
internal static class NearestWord
{
    /// <returns>The word that is at most two letters (and under half of its length) away, or null.</returns>
    public static string? To(string text, IEnumerable<string> words) => words
        .Select(word => (Word: word, Distance: Distance(text, word)))
        .Where(found => found.Distance <= 2 && found.Distance * 2 < found.Word.Length)
        .OrderBy(found => found.Distance)
        .Select(found => found.Word)
        .FirstOrDefault();

    /// <summary>Levenshtein's: letters to add, take away or change.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
