using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>A run that is to be planned and started: its id and pages follow from bucket, span and sources, so that planning it twice is harmless.</summary>
internal sealed record TurnPlan(string Run, ImmutableArray<ImmutableArray<string>> Pages)
{
    /// <summary>A plan of sources in any order.</summary>
    public static TurnPlan Of(string run, IEnumerable<string> sources) =>
        new(run, [.. sources.Order(StringComparer.Ordinal).Chunk(GatherLimits.ShardSize).Select(ImmutableArray.Create)]);

    /// <summary>
    /// A plan that may have been carried out in part before a crash, from the sources as they are now. None comes to a page that it was not on,
    /// so that none is in the run twice.
    /// </summary>
    public static TurnPlan Again(ScheduledTurn turn, IEnumerable<string> sources)
    {
        var pages = turn.Pages.ConvertAll(_ => ImmutableArray.CreateBuilder<string>());
        foreach (var source in sources.Order(StringComparer.Ordinal))
        {
            var page = turn.Pages.FindLastIndex(first => string.CompareOrdinal(first, source) <= 0);
            if (page >= 0 && pages[page].Count < GatherLimits.ShardSize)
            {
                pages[page].Add(source);
            }
        }

        return new TurnPlan(turn.Run, [.. pages.Select(page => page.ToImmutable())]);
    }

    public ScheduledTurn ToTurn(DateTimeOffset after) => new() { Run = Run, After = after, Pages = [.. Pages.Select(page => page[0])] };

    /// <summary>Sorts with the other runs by time: <c>20261122-101530-s07-9f3c</c>.</summary>
    public static string RunId(int bucket, DateTimeOffset after, DateTimeOffset until)
    {
        var span = string.Create(CultureInfo.InvariantCulture, $"{bucket}/{after.UtcTicks}/{until.UtcTicks}");
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(span)))[..4];
        return string.Create(CultureInfo.InvariantCulture, $"{until.UtcDateTime:yyyyMMdd-HHmmss}-s{bucket:00}-{mark}");
    }
}
