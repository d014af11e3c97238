using System.Globalization;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Verifying;

/// <summary>
/// Compares one run's rows with what its origin sent and what its clients were shown. Only reads, with SQL, beside whatever works
/// on the store: it shares no code with what wrote the rows.
/// </summary>
internal sealed class RunOracle(StoreAddress store, TimeProvider time)
{
    private const int NotModified = 304;

    /// <param name="run">A plausible id.</param>
    /// <param name="sent">What the origin logged.</param>
    /// <param name="acknowledged">What clients showed; null where nobody kept it.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="UserErrorException">There is no such run.</exception>
    public async Task<RunVerdict> Verify(
        string run, SentBodies sent, IReadOnlyList<AcknowledgedOutcome>? acknowledged, CancellationToken cancellation)
    {
        if (!RunId.IsPlausible(run))
        {
            throw new ArgumentException("It would have to be quoted.", nameof(run));
        }

        using var database = new Database(store);
        var query = new StoreQuery(database, time);
        if ((await Rows(query, $"SELECT state, sources FROM runs WHERE run = '{run}'", cancellation)).SingleOrDefault() is not { } found)
        {
            throw UserErrorException.Failed($"There is no run {run} in {store}; see 'gleaner runs list'.");
        }

        var (state, sources) = ((string)found[0]!, Number(found[1]));
        var rows = (await Rows(query, $"SELECT source, url, ok, status, sha256 FROM outcomes WHERE run = '{run}' ORDER BY source", cancellation))
            .ConvertAll(row => new Row((string)row[0]!, (string)row[1]!, Number(row[2]) != 0, row[3] is null ? null : Number(row[3]), (string?)row[4]));
        var states = await Rows(query, "SELECT source, COUNT(*) FROM sources GROUP BY source HAVING COUNT(*) > 1", cancellation);

        var bySource = rows.ToLookup(row => row.Source, StringComparer.Ordinal);
        var lost = (acknowledged ?? []).Where(shown => !bySource[shown.Source].Any(row => row.Says(shown))).Select(shown => Lost(shown, bySource[shown.Source]));
        var torn = rows.Where(row => row.Ok && row.Status != NotModified && !(row.Sha256 is { } hash && sent.Contains(row.Path, hash)))
            .Select(row => new Violation(ViolationKind.Torn, row.Source, $"the row has the hash {row.Sha256 ?? "NULL"}, which the origin did not send for {row.Path}"));
        var duplicates = bySource.Where(same => same.Count() > 1).Select(same => new Violation(ViolationKind.Duplicate, same.Key, $"{same.Count()} outcomes in the run"))
            .Concat(states.Select(row => new Violation(ViolationKind.Duplicate, (string)row[0]!, $"{Number(row[1])} states")));
        var missing = state is "completed" ? Math.Max(0, sources - bySource.Count) : 0;
        var violations = new ViolationList();
        if (missing > 0)
        {
            violations.Take([new Violation(ViolationKind.Missing, null, $"{CountText.Of(sources, "source")} planned, {bySource.Count} with an outcome")]);
        }

        return new RunVerdict
        {
            Run = run,
            State = state,
            Sources = sources,
            Outcomes = rows.Count,
            Ok = rows.Count(row => row.Ok),
            Acknowledged = acknowledged?.Count,
            Lost = violations.Take(lost),
            Torn = violations.Take(torn),
            Duplicates = violations.Take(duplicates),
            Missing = missing,
            ExtraFetches = rows.GroupBy(row => row.Path, StringComparer.Ordinal).Sum(same => Math.Max(0, sent.CountOf(same.Key) - same.Count())),
            Violations = violations.Listed,
        };
    }

    private static Violation Lost(AcknowledgedOutcome shown, IEnumerable<Row> rows) => new(
        ViolationKind.Lost, shown.Source, rows.Any() ? "its row says otherwise than what was acknowledged" : "acknowledged, but there is no row");

    private static async Task<List<object?[]>> Rows(StoreQuery query, string sql, CancellationToken cancellation)
    {
        await using var rows = await query.Run(sql, cancellation);
        return await rows.ReadAll(cancellation).ToListAsync(cancellation);
    }

    private static int Number(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);

    private sealed record Row(string Source, string Url, bool Ok, int? Status, string? Sha256)
    {
        public string Path { get; } = Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.PathAndQuery : Url;

        public bool Says(AcknowledgedOutcome shown) => Ok == shown.Ok && Sha256 == shown.Sha256;
    }

    /// <summary>Counts all, keeps the first of each kind.</summary>
    private sealed class ViolationList
    {
        private readonly List<Violation> _listed = [];

        public IReadOnlyList<Violation> Listed => _listed;

        public int Take(IEnumerable<Violation> ofAKind)
        {
            var count = 0;
            foreach (var violation in ofAKind)
            {
                if (count++ < RunVerdict.ListedOfAKind)
                {
                    _listed.Add(violation);
                }
            }

            return count;
        }
    }
}
