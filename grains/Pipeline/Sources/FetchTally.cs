using System.Collections.Immutable;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Pipeline.Sources;

/// <summary>Sums up the exchanges of one fetch, page by page.</summary>
internal sealed class FetchTally(FetchTotals? soFar)
{
    private readonly List<AttemptReport> _attempts = soFar is null ? [] : [.. soFar.Report.Attempts];
    private int _pages = soFar?.Report.Pages ?? 0;
    private TimeSpan? _freshFor = soFar?.FreshFor;

    public int Attempts { get; private set; } = soFar?.Attempts ?? 0;

    public long Bytes { get; private set; } = soFar?.Bytes ?? 0;

    public TimeSpan Duration { get; private set; } = soFar?.Duration ?? TimeSpan.Zero;

    /// <summary>For how long all pages may be taken for fresh; null when one of them does not say.</summary>
    public TimeSpan? FreshFor => _freshFor;

    public void Add(FetchResult result, int page)
    {
        Attempts += result.Attempts.Length;
        Bytes += result.Bytes;
        Duration += result.Duration;
        _freshFor = _pages == 0 ? result.FreshFor : result.FreshFor is { } fresh && _freshFor is { } least ? (fresh < least ? fresh : least) : null;
        _pages++;
        foreach (var attempt in result.Attempts)
        {
            if (_attempts.Count == FetchReport.MaxAttempts)
            {
                _attempts.RemoveAt(0);
            }

            _attempts.Add(new AttemptReport
            {
                StartedAt = WholeMilliseconds(attempt.StartedAt),
                Duration = WholeMilliseconds(attempt.Duration),
                Status = attempt.Status,
                Error = attempt.Error?.Kind,
                Bytes = attempt.Bytes,
                WaitedFor = WholeMilliseconds(attempt.WaitedFor),
                WaitedForHost = WholeMilliseconds(attempt.WaitedForHost),
                Page = page,
            });
        }
    }

    public FetchTotals ToTotals(RowMaker rows) => new() { Attempts = Attempts, Bytes = Bytes, Duration = Duration, FreshFor = FreshFor, Report = ToReport(null, rows) };

    public FetchReport ToReport(string? run, RowMaker rows) => new()
    {
        Run = run,
        Attempts = [.. _attempts],
        Pages = _pages,
        Rows = rows.Rows,
        Filtered = rows.Filtered,
        Bad = rows.Bad,
        Samples = rows.Samples,
    };

    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    public static TimeSpan WholeMilliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
