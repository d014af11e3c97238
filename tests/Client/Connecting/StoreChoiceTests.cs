using Gleaner.Client;
using Gleaner.Client.Clusters;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Client.Connecting;

public sealed class StoreChoiceTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("gleaner-test-");
    private readonly Dictionary<string, string> _variables = [];

    public StoreChoiceTests() => _variables["XDG_DATA_HOME"] = _home.FullName;

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void Of_NothingSaid_IsAFileInTheDataDirectory() =>
        Assert.Equal(("default", Path.Combine(_home.FullName, "gleaner", "gleaner.db")), (Choose(null).Origin, Choose(null).Address.Path));

    [Fact]
    public void Of_Variable_BeatsTheDefault()
    {
        _variables["GLEANER_STORE"] = "memory";
        Assert.Equal(("GLEANER_STORE", StoreKind.Memory), (Choose(null).Origin, Choose(null).Address.Kind));
    }

    [Fact]
    public void Of_Option_BeatsTheVariable()
    {
        _variables["GLEANER_STORE"] = "memory";
        Assert.Equal(("--store", "/x/y.db"), (Choose("sqlite:/x/y.db").Origin, Choose("sqlite:/x/y.db").Address.Path));
    }

    [Fact]
    public void Of_LivingClusterRecorded_IsItsStore()
    {
        Record(ProcessIdentity.Of(Environment.ProcessId));
        Assert.Equal(("the cluster that is up", "pw d"), (Choose(null).Origin, Choose(null).Address.Password));
    }

    [Fact]
    public void Of_DeadClusterRecorded_IsTheDefault()
    {
        Record(new ProcessIdentity(Environment.ProcessId, "another boot:1"));
        Assert.Equal("default", Choose(null).Origin);
    }

    [Fact]
    public void Of_UnknownScheme_SaysWhoSaidItAndWhatAStoreIs()
    {
        var error = Assert.Throws<UserErrorException>(() => Choose("postgres://x"));
        Assert.Equal("--store: A store is memory, sqlite:PATH or mysql://user:password@host:port/database.", error.Message);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public void Of_RelativeXdgDirectory_IsIgnored()
    {
        _variables["XDG_DATA_HOME"] = "relative";
        _variables["HOME"] = "/home/somebody";
        Assert.Equal("/home/somebody/.local/share/gleaner/gleaner.db", Choose(null).Address.Path);
    }

    private StoreChoice Choose(string? given) => StoreChoice.Of(given, Context());

    private void Record(ProcessIdentity? process)
    {
        var files = ClusterFiles.In(Context().Data);
        files.WriteStore(StoreAddress.Parse("mysql://u:pw%20d@127.0.0.1:3307/db"));
        files.WriteState(new ClusterState
        {
            Store = "mysql://u@127.0.0.1:3307/db",
            Engine = "packages",
            Silos = [new SiloRecord { Name = "silo-1", SiloPort = 1, GatewayPort = 2, Log = "x", Process = process }],
        });
    }

    private CommandContext Context() => new()
    {
        Terminal = new Terminal(Stream.Null, TextWriter.Null, new TerminalTraits()),
        Input = TextReader.Null,
        Time = TimeProvider.System,
        Interruption = new Interruption(),
        Variable = _variables.GetValueOrDefault,
    };
}
