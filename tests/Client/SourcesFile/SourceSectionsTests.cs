using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Client.SourcesFile;

/// <summary>What each section of a source becomes.</summary>
public sealed class SourceSectionsTests
{
    [Fact]
    public void Parse_NothingSaid_IsPoliteAndOtherwiseBare()
    {
        foreach (var source in Read("sources: [http://a/, {url: http://b/}]"))
        {
            Assert.Equal(new PolitenessDefinition(), source.Politeness);
            Assert.Equal(new SourceDefinition { Name = source.Url, Url = source.Url, Politeness = source.Politeness, Headers = source.Headers, Tags = source.Tags }, source);
            Assert.Empty(source.Headers);
            Assert.Empty(source.Tags);
        }
    }

    [Fact]
    public void Parse_Request_HasMethodQueryAndBody()
    {
        var request = One("{method: POST, query: {q: '1', tag: [a, b]}, body: {n: 1, t: '1', deep: [true, null, 1.50], e: 1e3}}").Request!;
        Assert.Equal("POST", request.Method);
        Assert.Equal([new("q", "1"), new("tag", "a"), new("tag", "b")], request.Query);
        Assert.Equal(("""{"n":1,"t":"1","deep":[true,null,1.50],"e":1e3}""", "application/json"), (request.Body, request.ContentType));
        Assert.Equal(("{\"q\": 1}", null), (One("{method: PUT, body: '{\"q\": 1}'}").Request!.Body, One("{method: PUT, body: '{\"q\": 1}'}").Request!.ContentType));
        Assert.Null(One("{method: GET}").Request);
    }

    [Fact]
    public void Parse_Auth_IsOneOfFour()
    {
        Assert.Equal(new AuthDefinition { Kind = AuthKind.Bearer, Secret = "${env:T}" }, One("{auth: {bearer: '${env:T}'}}").Auth);
        Assert.Equal(new AuthDefinition { Kind = AuthKind.Basic, User = "u", Secret = "${file:/p}" }, One("{auth: {basic: {user: u, password: '${file:/p}'}}}").Auth);
        Assert.Equal(new AuthDefinition { Kind = AuthKind.ApiKeyHeader, Name = "X-K", Secret = "${env:K}" }, One("{auth: {api_key: {header: X-K, value: '${env:K}'}}}").Auth);
        Assert.Equal(new AuthDefinition { Kind = AuthKind.ApiKeyQuery, Name = "key", Secret = "${env:K}" }, One("{auth: {api_key: {query: key, value: '${env:K}'}}}").Auth);
        Assert.Equal(
            new AuthDefinition { Kind = AuthKind.OAuth2, TokenUrl = "https://t/", User = "id", Secret = "${env:S}", Scope = "a b", Audience = "aud" },
            One("{auth: {oauth2: {token_url: https://t/, client_id: id, client_secret: '${env:S}', scope: a b, audience: aud}}}").Auth);
    }

    [Fact]
    public void Parse_RetryAndResponses_AreRead()
    {
        var source = One("{retry: {max_attempts: 5, backoff: 1s, max_retry_after: 10m, unsafe: true}, responses: {5xx: fail, 503: retry, 520-529: rate-limited, 404: ignore, 418: accept}}");
        Assert.Equal(new RetryDefinition { MaxAttempts = 5, Backoff = TimeSpan.FromSeconds(1), MaxRetryAfter = TimeSpan.FromMinutes(10), Unsafe = true }, source.Retry);
        Assert.Equal(
            [
                new ResponseOverride(503, 503, ResponseAction.Retry), new(404, 404, ResponseAction.Ignore), new(418, 418, ResponseAction.Accept),
                new(520, 529, ResponseAction.RateLimited), new(500, 599, ResponseAction.Fail),
            ],
            source.Responses!.Rules);
    }

    [Theory]
    [InlineData("50/s", 50, 1)]
    [InlineData("600/m", 600, 60)]
    [InlineData("1/h", 1, 3_600)]
    [InlineData("1000/d", 1_000, 86_400)]
    public void Parse_Rate_IsSoManyInAnInterval(string text, int count, int seconds)
    {
        var politeness = One($"{{politeness: {{rate: {text}, max_concurrency: 2, delay: 0s, circuit_failures: 0, circuit_pause: 1m}}}}").Politeness;
        Assert.Equal(
            new PolitenessDefinition
            {
                Rate = count, RateInterval = TimeSpan.FromSeconds(seconds), MaxConcurrency = 2, Delay = TimeSpan.Zero, CircuitFailures = 0, CircuitPause = TimeSpan.FromMinutes(1),
            },
            politeness);
    }

    [Fact]
    public void Parse_Limits_AreRead()
    {
        var source = One("{max_body: 1.5MiB, max_redirects: 0, conditional: false, connect_timeout: 1s, idle_timeout: 2s, allow_private: true, robots: true, proxy: 'http://p:3128'}");
        Assert.Equal((3L << 19, 0, false), (source.MaxBodyBytes!.Value, source.MaxRedirects!.Value, source.Conditional!.Value));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), (source.ConnectTimeout!.Value, source.IdleTimeout!.Value));
        Assert.Equal((true, true, "http://p:3128"), (source.AllowPrivate, source.Robots, source.Proxy));
    }

    [Fact]
    public void Parse_Pagination_OfEachKind()
    {
        Assert.Equal(new PaginationDefinition { Kind = PaginationKind.Auto }, One("{pagination: {}}").Pagination);
        Assert.Equal(new PaginationDefinition { Kind = PaginationKind.LinkHeader, MaxPages = 5, MaxBytes = 1L << 40 }, One("{pagination: {kind: link, max_pages: 5, max_bytes: 1TiB}}").Pagination);
        Assert.Equal(new PaginationDefinition { Kind = PaginationKind.NextUrl, Path = "a.b" }, One("{pagination: {kind: next-url, path: a.b}}").Pagination);
        Assert.Equal(new PaginationDefinition { Kind = PaginationKind.Cursor, Path = "c", Param = "p" }, One("{pagination: {kind: cursor, path: c, param: p}}").Pagination);
        Assert.Equal(
            new PaginationDefinition { Kind = PaginationKind.Offset, Param = "o", SizeParam = "l", PageSize = 10 }, One("{pagination: {kind: offset, param: o, size_param: l, page_size: 10}}").Pagination);
        Assert.Equal(new PaginationDefinition { Kind = PaginationKind.PageNumber, Param = "p", FirstPage = 0 }, One("{pagination: {kind: page, param: p, first_page: 0}}").Pagination);
    }

    [Fact]
    public void Parse_Cursor_LagIsTimeOrNumber()
    {
        var cursor = One("{cursor: {field: meta.at, param: since, start: '2024-01-01T00:00:00Z', lag: 1h, key: [id, line]}}").Cursor!;
        Assert.Equal(("meta.at", "since", "2024-01-01T00:00:00Z", TimeSpan.FromHours(1), null), (cursor.Field, cursor.Param, cursor.Start, cursor.Lag!.Value, cursor.LagNumber));
        Assert.Equal(["id", "line"], cursor.Key);
        var number = One("{cursor: {field: id, param: after, start: 0, lag: 100, key: id}}").Cursor!;
        Assert.Equal(("0", null, 100L), (number.Start, number.Lag, number.LagNumber!.Value));
        Assert.Equal(["id"], number.Key);
    }

    [Fact]
    public void Parse_Decode_TabIsAWord() => Assert.Equal(
        [
            new DecodeDefinition { Format = BodyFormat.Csv, Delimiter = "\t", Header = false, Charset = "windows-1252" },
            new DecodeDefinition { Format = BodyFormat.Xml, Records = "channel/item" },
            new DecodeDefinition { Records = "data.items" },
        ],
        [
            One("{decode: {format: csv, delimiter: tab, header: false, charset: windows-1252}}").Decode!,
            One("{decode: {format: xml, records: channel/item}}").Decode!,
            One("{decode: {records: data.items}}").Decode!,
        ]);

    [Fact]
    public void Parse_Transform_StepsInOrder()
    {
        var steps = One("""
            {transform: [
              {select: [id, {total: amount}]}, {drop: [x]}, {rename: {a: b}}, {cast: {id: integer, t: timestamp}},
              {filter: {field: status, equals: active}}, {filter: {field: n, greater_or_equal: 10}}, {filter: {field: n, exists: false}},
              {filter: {field: s, not_equals: null}}, {constant: {origin: shop, n: 1, o: {a: []}}}, {flatten: {address: _}}]}
            """).Transform!.Steps;
        (TransformKind, FilterOperator?, string)[] expected =
        [
            (TransformKind.Select, null, "id= total=amount"),
            (TransformKind.Drop, null, "x="),
            (TransformKind.Rename, null, "a=b"),
            (TransformKind.Cast, null, "id=integer t=timestamp"),
            (TransformKind.Filter, FilterOperator.Equals, "status=\"active\""),
            (TransformKind.Filter, FilterOperator.GreaterOrEqual, "n=10"),
            (TransformKind.Filter, FilterOperator.Exists, "n=false"),
            (TransformKind.Filter, FilterOperator.NotEquals, "s=null"),
            (TransformKind.Constant, null, "origin=\"shop\" n=1 o={\"a\":[]}"),
            (TransformKind.Flatten, null, "address=_"),
        ];
        Assert.Equal(expected, steps.Select(step => (step.Kind, step.Operator, string.Join(' ', step.Fields.Select(field => $"{field.Field}={field.Argument}")))));
    }

    [Fact]
    public void Parse_Contract_ColumnsInShortAndLong()
    {
        var contract = One("{contract: {mode: discard-row, columns: {id: {type: integer, required: true}, name: text, o: object}}}").Contract!;
        Assert.Equal(ContractMode.DiscardRow, contract.Mode);
        Assert.Equal([new("id", FieldType.Integer, true), new("name", FieldType.Text), new("o", FieldType.Object)], contract.Columns);
        Assert.Equal(ContractMode.Evolve, One("{contract: {}}").Contract!.Mode);
    }

    [Fact]
    public void Parse_Schedule_InShortAndLong()
    {
        Assert.Equal(new ScheduleDefinition { Every = TimeSpan.FromMinutes(5) }, One("{every: 5m}").Schedule);
        Assert.Equal(
            new ScheduleDefinition { Every = TimeSpan.FromMinutes(5), Overlap = OverlapPolicy.Queue, CatchUp = false }, One("{every: 5m, schedule: {overlap: queue, catch_up: false}}").Schedule);
        Assert.Equal(new ScheduleDefinition { Cron = "*/15 * * * *", Zone = "Europe/Oslo" }, One("{schedule: {cron: '*/15 * * * *', zone: Europe/Oslo}}").Schedule);
    }

    [Fact]
    public void Parse_Defaults_AreMergedKeyByKey()
    {
        var sources = Read("""
            defaults:
              every: 5m
              proxy: http://p:3128
              retry: { max_attempts: 5, backoff: 1s }
              query: { a: "1", b: "1" }
              auth: { bearer: "${env:T}" }
              responses: { 404: ignore, 5xx: fail }
              pagination: { kind: page, param: p, page_size: 10, max_pages: 7 }
              decode: { records: data }
              transform: [{ drop: [x] }]
            sources:
              - http://a/
              - url: http://b/
                proxy: none
                retry: { backoff: 2s }
                query: { b: "2" }
                auth: { basic: { user: u, password: "${env:P}" } }
                responses: { 404: fail, 503: retry }
                pagination: { kind: link }
                decode: { format: json }
                transform: []
                schedule: { cron: "0 5 * * *" }
              - url: http://c/
                pagination: none
                auth: none
                schedule: none
            """);
        Assert.Equal(
            ("http://p:3128", new RetryDefinition { MaxAttempts = 5, Backoff = TimeSpan.FromSeconds(1) }, AuthKind.Bearer, new DecodeDefinition { Records = "data" }, TimeSpan.FromMinutes(5)),
            (sources[0].Proxy, sources[0].Retry, sources[0].Auth!.Kind, sources[0].Decode, sources[0].Schedule!.Every!.Value));
        Assert.Equal(
            (null, new RetryDefinition { MaxAttempts = 5, Backoff = TimeSpan.FromSeconds(2) }, AuthKind.Basic, new DecodeDefinition { Format = BodyFormat.Json, Records = "data" }, new ScheduleDefinition { Cron = "0 5 * * *" }),
            (sources[1].Proxy, sources[1].Retry, sources[1].Auth!.Kind, sources[1].Decode, sources[1].Schedule));
        Assert.Equal([new("a", "1"), new("b", "2")], sources[1].Request!.Query);
        Assert.Equal([new ResponseOverride(404, 404, ResponseAction.Fail), new(503, 503, ResponseAction.Retry), new(500, 599, ResponseAction.Fail)], sources[1].Responses!.Rules);
        Assert.Equal(new PaginationDefinition { Kind = PaginationKind.LinkHeader, PageSize = 10, MaxPages = 7 }, sources[1].Pagination);
        Assert.Null(sources[1].Transform);
        Assert.Equal((null, null, null), (sources[2].Pagination, sources[2].Auth, sources[2].Schedule));
    }

    private static SourceDefinition One(string settings) => Assert.Single(Read($"sources: [{{url: http://a/, {settings.Trim()[1..]}]"));

    private static IReadOnlyList<SourceDefinition> Read(string text)
    {
        var content = SourcesFileReader.Parse("s.yaml", text);
        Assert.Empty(content.Faults);
        return content.Sources;
    }
}
