using System.Data.Common;
using Orleans.Runtime;

namespace Orleans.AdoNet;

/// <summary>The drivers by the names that Orleans gives them. A driver is loaded by name, so that nothing here depends on one.</summary>
internal static class AdoNetInvariants
{
    public const string MySql = "MySql.Data.MySqlClient";
    public const string MySqlConnector = "MySql.Data.MySqlConnector";
    public const string Sqlite = "System.Data.SQLite";

    private static readonly Dictionary<string, string> Factories = new(StringComparer.Ordinal)
    {
        [MySql] = "MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data",
        [MySqlConnector] = "MySqlConnector.MySqlConnectorFactory, MySqlConnector",
        [Sqlite] = "Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite",
    };

    public static DbProviderFactory Load(string invariant)
    {
        if (!Factories.TryGetValue(invariant, out string? typeName))
        {
            throw new OrleansConfigurationException($"The builtin engine knows no ADO.NET driver '{invariant}'; it knows {string.Join(", ", Factories.Keys)}.");
        }

        return Type.GetType(typeName)?.GetField("Instance")?.GetValue(null) as DbProviderFactory
            ?? throw new OrleansConfigurationException($"The ADO.NET driver '{invariant}' is not deployed with this program ({typeName}).");
    }
}
