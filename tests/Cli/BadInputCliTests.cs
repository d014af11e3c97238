using System.Net;
using System.Net.Sockets;

namespace Gleaner.Tests.Cli;

/// <summary>Each kind of bad input ends with one sentence that says what, where and what to do.</summary>
public sealed class BadInputCliTests : IDisposable
{
    private readonly GleanerProcess _gleaner = new();

    public void Dispose() => _gleaner.Dispose();

    public static TheoryData<string[], int, string> Cases => new()
    {
        { [], 2, "" },
        { ["gahter"], 2, "'gahter' is not a verb, option or argument here; see 'gleaner --help'." },
        { ["gather", "--colour", "http://a/"], 2, "The URL '--colour' is not an absolute URL; write for example https://example.com/data.json." },
        { ["gather"], 2, "Nothing to gather: no source is applied in {store}; give URLs, or a sources file with -f, or apply one with 'gleaner apply -f FILE'." },
        { ["gather", "--tag", "x"], 2, "Nothing to gather: no applied source in {store} has the tag 'x'." },
        { ["gather", "example.com"], 2, "The URL 'example.com' is not an absolute URL; write for example https://example.com/data.json." },
        { ["gather", "ftp://example.com/"], 2, "The URL 'ftp://example.com/' has the scheme 'ftp'; only http and https can be fetched." },
        { ["gather", "http://ann:hunter2@a/x"], 2, "The URL 'http://***@a/x' holds a user and password, which would show in outcomes and logs; put the source into a file, with auth: {basic: {user: …, password: '${env:NAME}'}}." },
        { ["gather", "ftp://ann:hunter2@a/x"], 2, "The URL 'ftp://***@a/x' holds a user and password, which would show in outcomes and logs; put the source into a file, with auth: {basic: {user: …, password: '${env:NAME}'}}." },
        { ["gather", "--urls", "secret.txt"], 2, "secret.txt:1: The URL 'http://***@a/' holds a user and password, which would show in outcomes and logs; put the source into a file, with auth: {basic: {user: …, password: '${env:NAME}'}}." },
        { ["fetch", "http://ann:hunter2@a/x"], 2, "The URL 'http://***@a/x' holds a user and password, which would show in outcomes and logs; put the source into a file, with auth: {basic: {user: …, password: '${env:NAME}'}}." },
        { ["gather", "--concurrency", "0", "http://a/"], 2, "--concurrency: '0' is not a whole number from 1 to 10000; see 'gleaner gather --help'." },
        { ["gather", "--timeout", "10", "http://a/"], 2, "--timeout: '10' has no unit; write for example 500ms, 10s or 5m; see 'gleaner gather --help'." },
        { ["gather", "--deadline", "0s", "http://a/"], 2, "--deadline: '0s' is out of range; from 1ms to 24h is allowed; see 'gleaner gather --help'." },
        { ["gather", "--content", "http://a/"], 2, "--content needs --json; see 'gleaner gather --help'." },
        { ["gather", "-H", "secret", "http://a/"], 2, "A header given with -H has no colon; write 'Name: value'; see 'gleaner gather --help'." },
        { ["gather", "--fail-on", "some", "http://a/"], 2, "Argument 'some' not recognized. Must be one of: 'any' 'all' 'none'; see 'gleaner gather --help'." },
        { ["gather", "--tag", "x", "http://a/"], 2, "--tag chooses among applied sources or those of a file; URLs have no tags; see 'gleaner gather --help'." },
        { ["gather", "--urls", "missing.txt"], 1, "The file 'missing.txt' cannot be read: it does not exist." },
        { ["gather", "--urls", "bad.txt"], 2, "bad.txt:2: The URL 'nope' is not an absolute URL; write for example https://example.com/data.json." },
        { ["gather", "-f", "missing.yaml"], 1, "The file 'missing.yaml' cannot be read: it does not exist." },
        { ["gather", "-f", "."], 1, "The file '.' cannot be read: permission is denied, or it is a directory." },
        { ["gather", "-f", "bad.yaml"], 1, "bad.yaml:3:5: sources[0].timout: unknown key; did you mean 'timeout'?" },
        { ["apply", "-f", "twice.yaml"], 1, "twice.yaml:3:5: sources[1]: the name 'http://a/' is taken by the source in line 2; names must differ" },
        { ["check", "-f", "malformed.yaml"], 1, "malformed.yaml:2:1: not YAML: While parsing a flow sequence, did not find expected ',' or ']'" },
        { ["check", "-f", "deep.yaml"], 1, "deep.yaml:1:65: not YAML: Values are nested more than 64 deep" },
        { ["check"], 2, "Option '--file' is required; see 'gleaner check --help'." },
        { ["check", "--schema", "-f", "bad.yaml"], 2, "--schema takes no file; see 'gleaner check --help'." },
        { ["diff", "-f", "bad.yaml"], 1, "bad.yaml:3:5: sources[0].timout: unknown key; did you mean 'timeout'?" },
        { ["diff"], 2, "Option '--file' is required; see 'gleaner diff --help'." },
        { ["fetch", "nothing"], 1, "There is no applied source 'nothing' in {store}, and it is not a URL; see 'gleaner sources list'." },
        { ["fetch", " spaced"], 2, "The source's name begins or ends with a space." },
        { ["fetch", "b", "-f", "good.yaml"], 1, "There is no source 'b' in good.yaml." },
        { ["fetch", "http://a/", "--rows", "5"], 2, "--rows needs --preview; see 'gleaner fetch --help'." },
        { ["fetch", "http://a/", "--preview", "--rows", "0"], 2, "--rows: '0' is not a whole number from 1 to 1000; see 'gleaner fetch --help'." },
        { ["fetch", "http://a/", "--preview", "--explain", "--json"], 2, "--preview with --json writes rows alone; leave --explain out; see 'gleaner fetch --help'." },
        { ["gather", "--due", "http://a/"], 2, "--due chooses among applied sources; leave URLs and files out; see 'gleaner gather --help'." },
        { ["gather", "--due"], 2, "Nothing to gather: no applied source in {store} is due." },
        { ["sources", "pause", "nothing"], 1, "There is no applied source 'nothing' in {store}; see 'gleaner sources list'." },
        { ["--store", "postgres://a", "runs"], 2, "--store: A store is memory, sqlite:PATH or mysql://user:password@host:port/database." },
        { ["--store", "mysql://h", "runs"], 2, "--store: The store names no database; write mysql://user:password@host:port/database." },
        { ["up", "--silos", "0"], 2, "--silos: '0' is not a whole number from 1 to 64; see 'gleaner up --help'." },
        { ["up", "--store", "memory"], 2, "--store: memory cannot be shared by silo processes; give mysql://user:password@host:port/database, or none for a private database." },
        { ["runs", "show", "20260101-000000-aaaa"], 1, "There is no store at {file} yet; gather something first." },
        { ["runs", "watch", "20260101-000000-aaaa"], 1, "There is no run 20260101-000000-aaaa in {store}; see 'gleaner runs list'." },
        { ["runs", "show", "x'y"], 2, "'x'y' is not a run's id; see 'gleaner runs show --help'." },
        { ["verify", "20260101-000000-aaaa"], 2, "Option '--origin-log' is required; see 'gleaner verify --help'." },
        { ["verify", "x'y", "--origin-log", "good.yaml"], 2, "'x'y' is not a run's id; see 'gleaner verify --help'." },
        { ["verify", "20260101-000000-aaaa", "--origin-log", "missing.ndjson"], 1, "The file 'missing.ndjson' cannot be read: it does not exist." },
        { ["verify", "20260101-000000-aaaa", "--origin-log", "good.yaml"], 1, "good.yaml:1: not a JSON object." },
        { ["sources", "show", "nothing"], 1, "There is no source 'nothing' in {store}; see 'gleaner sources list'." },
        { ["sources", "forget", " spaced"], 2, "The source's name begins or ends with a space." },
        { ["query", "DROP TABLE runs", "--store", "memory"], 1, "A query only reads: it begins with SELECT, WITH, VALUES, EXPLAIN, SHOW or DESCRIBE, not with DROP." },
        { ["runs", "list", "--store", "memory"], 1, "The store memory belongs to one command and is gone with it; name a store that stays, as --store sqlite:PATH." },
        { ["query", "SELECT 1", "--csv", "--json"], 2, "--json and --csv exclude each other; see 'gleaner query --help'." },
        { ["demo", "--store", "memory"], 2, "The demo leaves nothing behind, so it takes no --store; see 'gleaner demo --help'." },
        { ["prune"], 1, "There is nothing to prune: {store} holds no runs yet." },
        { ["prune", "--older-than", "30"], 2, "--older-than: '30' is not an age; write for example 12h, 30d or 8w; see 'gleaner prune --help'." },
        { ["prune", "--keep-last", "-1"], 2, "--keep-last: '-1' is not a whole number from 0 to 1000; see 'gleaner prune --help'." },
        { ["retention", "set", "--older-than", "30d"], 1, "Only a cluster prunes by itself, and none runs on {store}; run 'gleaner prune' there from time to time." },
        { ["status"], 1, "No cluster is up; 'gleaner up' starts one." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_BadInput_EndsWithOneSentence(string[] arguments, int exitCode, string sentence)
    {
        _gleaner.File("bad.txt", "http://a/\nnope\n");
        _gleaner.File("secret.txt", "http://ann:hunter2@a/\n");
        _gleaner.File("bad.yaml", "sources:\n  - url: http://a/\n    timout: 5s\n");
        _gleaner.File("good.yaml", "sources:\n  - {name: a, url: 'http://a/'}\n");
        _gleaner.File("twice.yaml", "sources:\n  - http://a/\n  - http://a/\n");
        _gleaner.File("malformed.yaml", "sources: [a\n");
        _gleaner.File("deep.yaml", new string('[', 100_000));
        var file = Path.Combine(_gleaner.Folder, "data", "gleaner", "gleaner.db");
        var result = await _gleaner.Run(arguments);
        Assert.Equal(exitCode, result.ExitCode);
        if (sentence.Length > 0)
        {
            Assert.Empty(result.Output);
            Assert.Equal([sentence.Replace("{store}", $"sqlite:{file}", StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal)], result.ErrorLines);
        }
    }

    [Fact]
    public async Task Gather_BadUrl_WritesNothing()
    {
        await _gleaner.Run("gather", "http://a/", "nope");
        Assert.False(Directory.Exists(Path.Combine(_gleaner.Folder, "data")));
    }

    [Fact]
    public async Task Gather_NoUrlInTheFile_WritesNothing()
    {
        _gleaner.File("empty.txt", "# none yet\n");
        var result = await _gleaner.Run("gather", "--urls", "empty.txt");
        Assert.Equal((2, "Nothing to gather: no URL was given."), (result.ExitCode, Assert.Single(result.ErrorLines)));
        Assert.False(Directory.Exists(Path.Combine(_gleaner.Folder, "data")));
    }

    [Fact]
    public async Task Gather_UnreachableDatabase_SaysSoWithoutThePassword()
    {
        var result = await _gleaner.Run("gather", "http://a/", "--store", "mysql://root:hidden@127.0.0.1:1/db");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The store mysql://root@127.0.0.1:1/db cannot be reached: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gather", "http://a/")]
    [InlineData("runs", "list")]
    public async Task Run_DatabaseThatSaysNothing_EndsWithinTenSeconds(params string[] arguments)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var began = TimeProvider.System.GetTimestamp();
        var store = $"mysql://root@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/db";
        var result = await _gleaner.Run([.. arguments, "--store", store]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"The store {store} ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task Gather_FileThatIsNoDatabase_SaysSo()
    {
        _gleaner.File("text.db", new string('x', 4_096));
        var result = await _gleaner.Run("gather", "http://a/", "--store", "sqlite:text.db");
        Assert.Equal((1, $"The file {_gleaner.Folder}/text.db is not a sound SQLite database."), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }

    [Fact]
    public async Task Gather_SchemaNewerThanTheProgram_IsRefused()
    {
        await _gleaner.Run("schema", "apply");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_gleaner.Folder}/data/gleaner/gleaner.db;Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO gleaner_schema (version, applied_at) VALUES (9999, '2027-01-01')";
            command.ExecuteNonQuery();
        }

        var result = await _gleaner.Run("gather", "http://a/");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("has schema version 9999, newer than this program's", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gather_MoreSourcesThanARunMayHave_IsRefusedAtTheDoor()
    {
        _gleaner.Variables["GLEANER_MAX_SOURCES"] = "2";
        var result = await _gleaner.Run("gather", "--json", "http://127.0.0.1:1/a", "http://127.0.0.1:1/b", "http://127.0.0.1:1/c");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal("A run may have 2 sources at most; split it, or raise GLEANER_MAX_SOURCES where the silos run.", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public async Task Gather_LimitThatCannotBe_NamesTheVariable()
    {
        _gleaner.Variables["GLEANER_MAX_RUNS"] = "lots";
        var result = await _gleaner.Run("gather", "http://127.0.0.1:1/a");
        Assert.Equal((2, "GLEANER_MAX_RUNS: 'lots' is not a whole number from 1 to 100000."), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }
}
