using System.Security.Cryptography;
using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Sources.Incremental;
using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Transforming;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// One fetch of one source: page by page through fetch, parse and transform, off the grain's thread. A small single page ends it in one
/// step with its rows in memory; several pages, a large body and an incremental source stage their rows in parts.
/// </summary>
internal sealed class SourceFetch : IDisposable
{
    private readonly FetchJob _job;
    private readonly IFetcher _fetcher;
    private readonly IParser _parser;
    private readonly FetchTally _tally;
    private readonly RowMaker _maker;
    private readonly PageWalk _walk;
    private readonly IncrementalCursor? _cursor;
    private FetchResult? _page;
    private ParsedBody? _parsed;
    private PageRows? _rows;
    private PageCheckpoint? _checkpoint;
    private string? _sha256;
    private int _staged;
    private DateTimeOffset? _startedAt;

    public SourceFetch(FetchJob job, IFetcher fetcher, IParser parser, ITransformer transformer)
    {
        (_job, _fetcher, _parser) = (job, fetcher, parser);
        _tally = new FetchTally(job.Resume?.Totals);
        _maker = new RowMaker(transformer, job.Definition, job.Resume?.Columns ?? job.Columns, job.Columns.IsEmpty, job.Resume?.Totals?.Report);
        _cursor = job.Definition.Cursor is { } cursor ? new IncrementalCursor(cursor, job.Cursor, job.Resume?.Cursor) : null;
        _walk = new PageWalk(job, _cursor?.Sent);
        _checkpoint = job.Resume;
        _sha256 = job.Resume?.Sha256;
        _staged = job.Resume?.Staged ?? 0;
        _startedAt = job.Resume?.StartedAt;
    }

    /// <summary>How it has gone so far.</summary>
    public FetchReport Report => _tally.ToReport(_job.Run, _maker);

    private bool IsLastPage => _walk.Next is null;

    /// <summary>Goes on to the next thing to commit. The rows of the step before are no longer valid.</summary>
    public async Task<FetchStep> Next(CancellationToken cancellation)
    {
        if (_rows is { AreOver: true } && IsLastPage)
        {
            return End(_maker.Fault);
        }

        if (_rows is null or { AreOver: true })
        {
            if (_rows is not null)
            {
                _walk.MoveOn();
            }

            _rows = null;
            if (await ReadPage(cancellation).ConfigureAwait(false) is { } end)
            {
                return end;
            }
        }

        return Stage();
    }

    public void Dispose() => _page?.Dispose();

    /// <summary>Reads the page that the walk is at; a step when that already ends the fetch.</summary>
    private async Task<FetchStep?> ReadPage(CancellationToken cancellation)
    {
        _page?.Dispose();
        var page = _page = await _fetcher.Fetch(_walk.Ask(), cancellation).ConfigureAwait(false);
        _startedAt ??= page.StartedAt;
        _tally.Add(page, _walk.Number);
        if (page.Error is not null)
        {
            return End(page.Error);
        }

        if (page.NotModified || (page.Ignored && _walk.Number == 0))
        {
            return End(null);
        }

        // A page that the source's rules ignore has no records: it is the last one.
        _parsed = page.Ignored ? new ParsedBody() : _parser.Parse(page.Body, page.ContentType, _job.Definition.Decode, _job.Definition.MaxBodyBytes);
        if ((_parsed.Error ?? (page.Ignored ? null : _walk.FindNext(page, _parsed, _tally.Bytes))) is { } fault)
        {
            return End(fault);
        }

        _sha256 = _walk.Number == 0 ? page.Sha256 : Chain(_sha256, page.Sha256);
        if (_walk.Number == 0 && IsLastPage)
        {
            if (_job.KeptSha256 is not null && _sha256 == _job.KeptSha256)
            {
                // The same body makes the same rows.
                return End(null);
            }

            if (_cursor is null && !PageRows.AreMany(_parsed, Math.Max(page.Bytes, _parsed.Document.Length)))
            {
                return Whole(_parsed);
            }
        }

        _rows = new PageRows(_parsed);
        return null;
    }

    /// <summary>All rows of a small single page at once.</summary>
    private FetchStep Whole(ParsedBody parsed)
    {
        var rows = _maker.Make(parsed.Records, 0, out var fault);
        return End(fault ?? _maker.Fault, rows);
    }

    private FetchStep Stage()
    {
        var (records, from) = _rows!.Take();
        var rows = _maker.Make(records, from, out var fault);
        if (fault is not null)
        {
            return End(fault);
        }

        if (_cursor is not null)
        {
            foreach (var record in records)
            {
                _cursor.Observe(record);
            }
        }

        var keys = _job.Definition.Cursor?.Key;
        var part = rows.Select(row => new StagedRow(keys is null ? null : RowKey.Of(row.Span, keys.Value), row)).ToList();
        var first = _staged;
        _staged += part.Count;
        _checkpoint ??= new PageCheckpoint { Runs = [], Fingerprint = _job.Fingerprint, StartedAt = _job.BeganAt };
        if (_rows.AreOver && !IsLastPage)
        {
            _checkpoint = _checkpoint with
            {
                Pages = _walk.Number + 1,
                Next = _walk.Next,
                Staged = _staged,
                Seen = _walk.Seen,
                Sha256 = _sha256,
                Cursor = _cursor?.Greatest,
                Columns = _maker.Columns.IsDefaultOrEmpty ? null : _maker.Columns,
                Totals = _tally.ToTotals(_maker),
            };
        }

        return new FetchStep(null, new StagedPart(part, first, _checkpoint));
    }

    /// <param name="rows">The whole small set; null when rows are staged or there are none.</param>
    private FetchStep End(FetchError? error, IReadOnlyList<ReadOnlyMemory<byte>>? rows = null)
    {
        var page = _page!;
        var unchanged = error is null && (page.NotModified || (!page.Ignored && _job.KeptSha256 is not null && _sha256 == _job.KeptSha256));
        var single = _walk.Number == 0 && IsLastPage;
        var report = Report with { Error = error };
        return new FetchStep(
            new FetchedSource
            {
                Job = _job,
                Error = error,
                Status = page.Status,
                Attempts = _tally.Attempts,
                Bytes = _tally.Bytes,
                Sha256 = page.NotModified ? _job.KeptSha256 : single ? page.Sha256 : error is null ? _sha256 : null,
                Unchanged = unchanged,
                LeavesRecords = error is not null || unchanged || (page.Ignored && _walk.Number == 0),
                StartedAt = _startedAt!.Value,
                EndedAt = page.StartedAt + page.Duration,
                Duration = _tally.Duration,
                NotBefore = page.NotBefore,
                FreshFor = error is null ? _tally.FreshFor : null,
                Rows = rows,
                Staged = _staged,
                Cursor = _cursor?.Greatest,
                CursorSent = _cursor?.Sent?.Value,
                Columns = _maker.Columns,
                Validators = page.Validators,
                Body = single && error is null && !page.NotModified && !page.Ignored ? page.Body : (ReadOnlyMemory<byte>?)null,
                Charset = _parsed?.Charset,
                // What was not transformed again counts as it did before.
                Report = !unchanged || _staged > 0 ? report : _job.KeptReport is { } kept
                    ? report with { Rows = kept.Rows, Filtered = kept.Filtered, Bad = kept.Bad, Samples = kept.Samples }
                    : report with { Rows = _job.KeptRecords },
            },
            null);
    }

    /// <summary>One hash for many pages, from the one before and the page's own: it can go on after a crash.</summary>
    private static string Chain(string? before, string? page) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(before + page)));
}
