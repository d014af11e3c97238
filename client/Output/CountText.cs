using System.Globalization;

namespace Gleaner.Client.Output;

/// <summary>So many of something, in words: <c>1 row</c>, <c>2,000 rows</c>.</summary>
internal static class CountText
{
    public static string Of(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {what}{(count == 1 ? "" : "s")}");
}
