using System.Text.Json;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Clusters;

/// <summary>The files of the cluster that <c>up</c> starts: one cluster for each data directory.</summary>
internal sealed class ClusterFiles
{
    private readonly string _root;

    private ClusterFiles(string root) => _root = root;

    public string Logs => Path.Combine(_root, "logs");

    public string Database => Path.Combine(_root, "database");

    public string StateFile => Path.Combine(_root, "cluster.json");

    // The password stands apart, so that the state file can be shown to anybody.
    private string StoreFile => Path.Combine(_root, "store");

    private string LockFile => Path.Combine(_root, "lock");

    public static ClusterFiles In(DataDirectory data) => new(data.Cluster);

    /// <returns>What was recorded, or null when nothing was.</returns>
    public ClusterState? ReadState()
    {
        if (!File.Exists(StateFile))
        {
            return null;
        }

        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllText(StateFile), ClusterStateJson.Default.ClusterState);
            return state?.Format == ClusterState.CurrentFormat
                ? state
                : throw UserErrorException.Failed($"{StateFile} was written by another version of gleaner; stop its cluster with that version's 'gleaner down'.");
        }
        catch (JsonException)
        {
            throw UserErrorException.Failed($"{StateFile} cannot be read; stop the silos by hand and delete the file.");
        }
    }

    public void WriteState(ClusterState state) => PrivateFile.Write(StateFile, JsonSerializer.Serialize(state, ClusterStateJson.Default.ClusterState));

    /// <returns>The recorded store with its password, or null when none is recorded.</returns>
    public StoreAddress? ReadStore() => File.Exists(StoreFile) ? StoreAddress.Parse(File.ReadAllText(StoreFile).Trim()) : null;

    public void WriteStore(StoreAddress store) => PrivateFile.Write(StoreFile, store.ToSecretString() + "\n");

    /// <returns>The store of the recorded cluster while a silo of it lives, else null.</returns>
    public StoreAddress? LiveStore() => ReadState() is { } state && state.Silos.Any(silo => silo.IsAlive) ? ReadStore() : null;

    /// <summary>Keeps a second <c>up</c> or <c>down</c> out until disposed.</summary>
    public IDisposable Lock()
    {
        PrivateFile.CreateFolder(_root);
        try
        {
            return new FileStream(LockFile, PrivateFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        }
        catch (IOException)
        {
            throw UserErrorException.Failed($"Another 'gleaner up' or 'gleaner down' is at work on {_root}; wait for it to end.");
        }
    }
}
