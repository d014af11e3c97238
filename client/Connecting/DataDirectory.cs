namespace Gleaner.Client.Connecting;

/// <summary>Where Gleaner keeps what is its own: <c>$XDG_DATA_HOME/gleaner</c>, usually <c>~/.local/share/gleaner</c>.</summary>
internal sealed record DataDirectory(string Root)
{
    /// <summary>The default store.</summary>
    public string StoreFile => Path.Combine(Root, "gleaner.db");

    /// <summary>Gets what goes wrong unexpectedly.</summary>
    public string LogFile => Path.Combine(Root, "logs", "gleaner.log");

    /// <summary>State, logs and private database of the cluster that <c>up</c> starts.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    public static DataDirectory Of(Func<string, string?> variable)
    {
        // The XDG rules: a relative path is to be ignored.
        var xdg = variable("XDG_DATA_HOME");
        if (!string.IsNullOrEmpty(xdg) && Path.IsPathRooted(xdg))
        {
            return new DataDirectory(Path.Combine(xdg, "gleaner"));
        }

        var home = variable("HOME") is { Length: > 0 } given ? given : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new DataDirectory(Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), ".local", "share", "gleaner"));
    }
}
