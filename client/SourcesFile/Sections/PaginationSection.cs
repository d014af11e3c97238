using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>pagination</c>: how the next page is found.</summary>
internal static class PaginationSection
{
    private const long LeastBytes = 1L << 10;
    private const long MostBytes = 1L << 40;

    private static readonly (string Word, PaginationKind Kind)[] Kinds =
    [
        ("auto", PaginationKind.Auto), ("link", PaginationKind.LinkHeader), ("next-url", PaginationKind.NextUrl),
        ("cursor", PaginationKind.Cursor), ("offset", PaginationKind.Offset), ("page", PaginationKind.PageNumber),
    ];

    private static readonly Key<PaginationKind> Kind = new(
        "kind", ParsedKinds.Choice(Kinds), "auto",
        "`link`: Link header with rel=next. `next-url`: a URL at `path` in the body. `cursor`: a value at `path`, sent as `param`. "
        + "`offset`: `param` counts records from 0. `page`: `param` counts pages. `auto`: the first of link, next-url and cursor that the first page offers under one of the usual names.");

    private static readonly Key<string> PathKey = new("path", FieldPath.Dotted, "none", "Where the body has the next URL or the cursor.");
    private static readonly Key<string> Param = new("param", RequestKeys.ParameterName, "none", "Query parameter that carries cursor, offset or page number.");
    private static readonly Key<string> SizeParam = new("size_param", RequestKeys.ParameterName, "none", "Query parameter that carries `page_size`.");
    private static readonly Key<int> PageSize = new("page_size", ParsedKinds.Number(1, 100_000), "none", "Records of a full page; a page with fewer is the last one of `offset` and `page`.");
    private static readonly Key<int> FirstPage = new("first_page", ParsedKinds.Number(0, 1_000_000), "1", "Number of the first page, for `page`.");
    private static readonly Key<int> MaxPages = new("max_pages", ParsedKinds.Number(1, 100_000), "1000", "Most pages of one fetch; one more ends it with an error.");
    private static readonly Key<long> MaxBytes = new("max_bytes", ParsedKinds.Bytes(LeastBytes, MostBytes), "1GiB", "Most bytes of all pages together, decompressed.");

    public static readonly Key<SectionValues> Key = new(
        "pagination", new Section(Kind, PathKey, Param, SizeParam, PageSize, FirstPage, MaxPages, MaxBytes) { MayBeNone = true, MergeRule = Merge }, "none",
        "How the next page is found. The rows of all pages become visible together; each page has its own `deadline`; a crash resumes at the page.");

    public static string WordOf(PaginationKind kind) => Kinds.First(k => k.Kind == kind).Word;

    public static string? ParamOf(SectionValues pages) => pages.Get(Param);

    public static PaginationDefinition? Build(SectionValues source, FaultList faults)
    {
        if (source.Get(Key) is not { IsNone: false } pages)
        {
            return null;
        }

        var kind = pages.Value(Kind) ?? PaginationKind.Auto;
        if (pages.Given(Kind) is not { Value: null })
        {
            Check(pages, kind, faults);
        }

        return new PaginationDefinition
        {
            Kind = kind,
            Path = pages.Get(PathKey),
            Param = pages.Get(Param),
            SizeParam = pages.Get(SizeParam),
            PageSize = pages.Value(PageSize),
            FirstPage = pages.Value(FirstPage),
            MaxPages = pages.Value(MaxPages),
            MaxBytes = pages.Value(MaxBytes),
        };
    }

    private static void Check(SectionValues pages, PaginationKind kind, FaultList faults)
    {
        Key[] needed = kind switch
        {
            PaginationKind.NextUrl => [PathKey],
            PaginationKind.Cursor => [PathKey, Param],
            PaginationKind.Offset => [Param, PageSize],
            PaginationKind.PageNumber => [Param],
            _ => [],
        };
        var allowed = kind switch
        {
            PaginationKind.PageNumber => [Param, FirstPage],
            PaginationKind.Offset => [Param],

            // A cursor that was found by itself has to be sent somehow.
            PaginationKind.Auto => [Param],
            _ => needed,
        };
        foreach (var key in needed.Where(key => !pages.Has(key)))
        {
            faults.Add(pages.At, pages.Path, $"the kind '{WordOf(kind)}' needs '{key.Name}'");
        }

        foreach (var key in ((Key[])[PathKey, Param, FirstPage]).Except(allowed))
        {
            if (pages.Given(key) is { } given)
            {
                faults.Add(given.At, given.Path, $"the kind '{WordOf(kind)}' takes no '{key.Name}'");
            }
        }

        if (pages.Given(SizeParam) is { } size && !pages.Has(PageSize))
        {
            faults.Add(size.At, size.Path, "'page_size' is missing: it is what this parameter carries");
        }
    }

    // Another kind has other ways: what the defaults say of theirs would not fit.
    private static SectionValues Merge(SectionValues own, SectionValues defaults) =>
        own.Over(own.Has(Kind) ? defaults.Without(PathKey, Param, FirstPage) : defaults);
}
