using System.Data.Common;
using Gleaner.Contracts;

namespace Gleaner.Pipeline.Storing;

/// <summary>The MySQL driver of this build's engine. It is loaded by name, so that no code names a driver's types.</summary>
public static class MySqlDriver
{
    /// <summary>Invariant name by which Orleans' AdoNet providers find the driver.</summary>
    public static string Invariant { get; } = OrleansEngine.Name == OrleansEngine.Packages ? "MySql.Data.MySqlConnector" : "MySql.Data.MySqlClient";

    public static DbProviderFactory Factory { get; } = Load(OrleansEngine.Name == OrleansEngine.Packages
        ? "MySqlConnector.MySqlConnectorFactory, MySqlConnector"
        : "MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data");

    /// <summary>MySql.Data copies every text token by token, with two strings and two arrays for each, to find parameters in it.</summary>
    internal static bool TakesTextsApart { get; } = OrleansEngine.Name != OrleansEngine.Packages;

    private static DbProviderFactory Load(string typeName) =>
        (DbProviderFactory)Type.GetType(typeName, throwOnError: true)!.GetField("Instance")!.GetValue(null)!;
}
