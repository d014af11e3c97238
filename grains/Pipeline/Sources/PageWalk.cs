using System.Collections.Immutable;
using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Sources.Paging;

namespace Gleaner.Pipeline.Sources;

/// <summary>The way of one fetch from page to page: where it is, how it asks there, and whether it may go on. A source without pagination has one page.</summary>
internal sealed class PageWalk
{
    private readonly FetchJob _job;
    private readonly QueryParameter? _cursor;
    private readonly IPageStrategy? _strategy;
    private readonly SeenPages? _seen;
    private PagePosition _at;

    public PageWalk(FetchJob job, QueryParameter? cursor)
    {
        (_job, _cursor) = (job, cursor);
        _at = PagePosition.Own;
        if (job.Definition.Pagination is { } paging)
        {
            _strategy = IPageStrategy.For(paging);
            _at = job.Resume?.Next ?? _strategy.First;
            _seen = new SeenPages(job.Resume?.Seen);
            _seen.Add(_at);
        }

        Number = job.Resume?.Pages ?? 0;
    }

    /// <summary>0-based page that the walk is at.</summary>
    public int Number { get; private set; }

    /// <summary>Where the page after this one is, once <see cref="MoveOn"/> found it; null at the end.</summary>
    public PagePosition? Next { get; private set; }

    public byte[]? Seen => _seen?.ToBytes();

    /// <summary>How to ask for the page that the walk is at.</summary>
    public FetchSpec Ask()
    {
        var first = _job.Plan.Spec;
        if (Number == 0 && ReferenceEquals(_at, PagePosition.Own) && _cursor is null && _job.Validators is null)
        {
            return first;
        }

        var deadline = Number == 0 ? first.Deadline : first.Deadline + _job.Plan.Wait;
        var validators = Number == 0 ? _job.Validators : null;
        return _at.Url is { } link
            ? first with
            {
                Url = link, TrustedUrl = _job.Definition.Url, Request = LinkSecrets.WithoutPlainQuery(first.Request),
                Deadline = deadline, Validators = validators,
            }
            : first with
            {
                PageQuery = _cursor is null ? _at.Query : _at.Query.Insert(0, _cursor),
                Deadline = deadline, Validators = validators,
            };
    }

    /// <summary>Looks for the page after the one just read; a fault when the walk may not go there.</summary>
    /// <param name="totalBytes">Bytes of all pages so far.</param>
    public FetchError? FindNext(FetchResult page, ParsedBody parsed, long totalBytes)
    {
        Next = null;
        if (_strategy is null || _job.Definition.Pagination is not { } paging)
        {
            return null;
        }

        var maxBytes = paging.MaxBytes ?? PaginationDefinition.DefaultMaxBytes;
        if (totalBytes > maxBytes)
        {
            return Fault($"The pages have more than {maxBytes:#,0} bytes together (max_bytes).");
        }

        var turn = _strategy.After(new PageSeen(_at, parsed.Document, page.Link, page.FinalUrl ?? new Uri(_job.Plan.Spec.Url), parsed.Records.Count));
        if (turn.Error is not null || turn.Next is null)
        {
            return turn.Error;
        }

        var next = LinkSecrets.Remove(turn.Next, _job.Definition);
        var maxPages = paging.MaxPages ?? PaginationDefinition.DefaultMaxPages;
        if (Number + 1 >= maxPages)
        {
            return Fault($"There are more than {maxPages:#,0} pages (max_pages).");
        }

        if (!_seen!.Add(next))
        {
            return Fault($"Page {Number + 1:#,0} leads back to a page that was read already.");
        }

        Next = next;
        return null;
    }

    /// <summary>Goes to <see cref="Next"/>.</summary>
    public void MoveOn()
    {
        _at = Next!;
        Next = null;
        Number++;
    }

    private static FetchError Fault(FormattableString message) => new(ErrorKind.Pagination, message.ToString(CultureInfo.InvariantCulture));
}
