using System.Text.Json.Serialization;

namespace Gleaner.Client.Clusters;

/// <summary>What <c>up</c> has started, as it stands in the state file. Ports outlive the processes: they are used again.</summary>
internal sealed record ClusterState
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The store without its password.</summary>
    public required string Store { get; init; }

    /// <summary>Engine of the silos.</summary>
    public required string Engine { get; init; }

    /// <summary>Variables of the silos' limits that were set when <c>up</c> ran; a restart uses them again.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<SiloRecord> Silos { get; init; }

    /// <summary>The database server that <c>up</c> started, or null when the store was given.</summary>
    public DatabaseRecord? Database { get; init; }
}

/// <summary>One silo process. <see cref="Process"/> is null after it was stopped.</summary>
internal sealed record SiloRecord
{
    public required string Name { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>Of health and metrics; null for a silo that an earlier version started, which has none.</summary>
    public int? HttpPort { get; init; }

    public required string Log { get; init; }

    public ProcessIdentity? Process { get; init; }

    [JsonIgnore]
    public bool IsAlive => Process?.IsAlive() == true;
}

/// <summary>The private database server. <see cref="Process"/> is null after it was stopped.</summary>
internal sealed record DatabaseRecord
{
    public required string Program { get; init; }

    public required string Directory { get; init; }

    public required int Port { get; init; }

    public required string Log { get; init; }

    public ProcessIdentity? Process { get; init; }

    [JsonIgnore]
    public bool IsAlive => Process?.IsAlive() == true;
}

[JsonSerializable(typeof(ClusterState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ClusterStateJson : JsonSerializerContext;
