namespace Gleaner.Client.Clusters;

/// <summary>A MySQL-compatible server found on this machine.</summary>
/// <param name="Server">Path of mariadbd or mysqld.</param>
/// <param name="Installer">Path of mariadb-install-db, or null for a server that initialises its own directory.</param>
internal sealed record DatabaseProgram(string Server, string? Installer)
{
    // Where Debian has servers, which is not on everybody's PATH.
    private static readonly string[] MoreFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"];

    /// <returns>mariadbd where there is one, else mysqld, else null.</returns>
    public static DatabaseProgram? Find(string? path)
    {
        var installer = Which("mariadb-install-db", path) ?? Which("mysql_install_db", path);
        if (installer is not null && Which("mariadbd", path) is { } mariadbd)
        {
            return new DatabaseProgram(mariadbd, installer);
        }

        return Which("mysqld", path) is { } mysqld ? new DatabaseProgram(mysqld, IsMariaDb(mysqld) ? installer : null) : null;
    }

    // MariaDB ships its server under the old name as a link.
    private static bool IsMariaDb(string mysqld) =>
        (File.ResolveLinkTarget(mysqld, returnFinalTarget: true)?.Name ?? "").Contains("mariadb", StringComparison.Ordinal);

    private static string? Which(string name, string? path) => (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(MoreFolders)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
