namespace Gleaner.Contracts;

/// <summary>
/// Grain keys. Each carries a prefix with a letter past f, because the AdoNet provider reads a key that looks like
/// a GUID or a hex number as one, and <c>cafe</c>, <c>CAFE</c> and <c>0cafe</c> would share a row.
/// </summary>
public static class GrainKeys
{
    private const string SourcePrefix = "source/";
    private const string RunPrefix = "run/";
    private const string HostPrefix = "host/";
    private const string SchedulePrefix = "schedule/";

    /// <summary>The one board of hosts that asked for patience.</summary>
    public const string HostBoard = "hosts/board";

    public static string Source(string name) => SourcePrefix + name;

    public static string SourceNameOf(string key) => key[SourcePrefix.Length..];

    public static string Run(string run) => RunPrefix + run;

    public static string RunOf(string key) => key[RunPrefix.Length..];

    public static string Shard(string run, int shard) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RunPrefix}{run}/{shard}");

    /// <param name="authority">Scheme, host and port in lower case: <c>https://example.org:443</c>.</param>
    public static string Host(string authority) => HostPrefix + authority;

    public static string AuthorityOf(string key) => key[HostPrefix.Length..];

    public static string Schedule(int bucket) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{SchedulePrefix}{bucket}");

    public static int BucketOf(string key) => int.Parse(key.AsSpan(SchedulePrefix.Length), provider: System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Takes a shard's key apart.</summary>
    public static (string Run, int Shard) ShardOf(string key)
    {
        var slash = key.LastIndexOf('/');
        return (key[RunPrefix.Length..slash], int.Parse(key.AsSpan(slash + 1), provider: System.Globalization.CultureInfo.InvariantCulture));
    }
}
