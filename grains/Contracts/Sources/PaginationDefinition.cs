namespace Gleaner.Contracts.Sources;

/// <summary>How the next page is found.</summary>
public enum PaginationKind
{
    /// <summary>The first that the first page offers: a Link header with rel=next; a URL under next, links.next, paging.next, @odata.nextLink or _links.next.href; a cursor under next_cursor, nextCursor, next_page_token, nextPageToken, meta.next_cursor or response_metadata.next_cursor.</summary>
    Auto,

    /// <summary>Link header, rel=next (RFC 8288).</summary>
    LinkHeader,

    /// <summary>A URL, absolute or relative, at <see cref="PaginationDefinition.Path"/> in the body.</summary>
    NextUrl,

    /// <summary>A value at <see cref="PaginationDefinition.Path"/> in the body, sent as <see cref="PaginationDefinition.Param"/>; ends when it is absent, null or empty.</summary>
    Cursor,

    /// <summary>Param counts records from 0; ends with a page of fewer than PageSize records.</summary>
    Offset,

    /// <summary>Param counts pages from FirstPage; ends with an empty page, or one of fewer than PageSize records where that is set.</summary>
    PageNumber,
}

/// <summary>Pages of one source. The rows of all pages become visible together when the last one is in; a crash resumes at the page.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.PaginationDefinition")]
public sealed record PaginationDefinition
{
    public const int DefaultMaxPages = 1_000;
    public const long DefaultMaxBytes = 1L << 30;

    [Id(0)] public required PaginationKind Kind { get; init; }

    /// <summary>Dotted path of the next URL or cursor in the body.</summary>
    [Id(1)] public string? Path { get; init; }

    /// <summary>Query parameter that carries cursor, offset or page number.</summary>
    [Id(2)] public string? Param { get; init; }

    /// <summary>Query parameter that carries <see cref="PageSize"/>; null sends none.</summary>
    [Id(3)] public string? SizeParam { get; init; }

    /// <summary>Records of a full page: 1 to 100,000.</summary>
    [Id(4)] public int? PageSize { get; init; }

    /// <summary>Number of the first page (page-number): default 1.</summary>
    [Id(5)] public int? FirstPage { get; init; }

    /// <summary>Most pages of one fetch; one more is an error of kind pagination. 1 to 100,000, default 1,000.</summary>
    [Id(6)] public int? MaxPages { get; init; }

    /// <summary>Most decompressed bytes of all pages together: default 1 GiB.</summary>
    [Id(7)] public long? MaxBytes { get; init; }
}
