using Gleaner.Client.Clusters;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Client.Clusters;

public sealed class ClusterFilesTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("gleaner-test-");
    private readonly ClusterFiles _files;

    public ClusterFilesTests() => _files = ClusterFiles.In(new DataDirectory(_home.FullName));

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void ReadState_Written_IsTheSame()
    {
        var silo = new SiloRecord { Name = "silo-1", SiloPort = 1, GatewayPort = 2, Log = "/l", Process = new ProcessIdentity(7, "b:1") };
        var state = new ClusterState { Store = "mysql://u@h:1/d", Engine = "builtin", Silos = [silo] };
        _files.WriteState(state);
        var read = _files.ReadState()!;
        Assert.Equal(silo, Assert.Single(read.Silos));
        Assert.Equal((state.Store, state.Engine, state.Database), (read.Store, read.Engine, read.Database));
    }

    [Fact]
    public void WriteState_File_HoldsNoPasswordAndIsForItsOwnerAlone()
    {
        _files.WriteStore(StoreAddress.Parse("mysql://u:secret@127.0.0.1:1/d"));
        _files.WriteState(new ClusterState { Store = _files.ReadStore()!.ToString(), Engine = "packages", Silos = [] });
        Assert.DoesNotContain("secret", File.ReadAllText(_files.StateFile), StringComparison.Ordinal);
        Assert.Equal("secret", _files.ReadStore()!.Password);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_files.StateFile)!))
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }
    }

    [Fact]
    public void ReadState_Garbled_SaysWhichFile()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_files.StateFile)!);
        File.WriteAllText(_files.StateFile, "{");
        Assert.Equal($"{_files.StateFile} cannot be read; stop the silos by hand and delete the file.", Assert.Throws<UserErrorException>(() => _files.ReadState()).Message);
    }

    [Fact]
    public void Lock_Twice_RefusesTheSecond()
    {
        using (_files.Lock())
        {
            Assert.Throws<UserErrorException>(_files.Lock);
        }

        _files.Lock().Dispose();
    }
}
