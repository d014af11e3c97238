using Gleaner.Pipeline;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Silo.Hosting;

/// <summary>What a silo needs to be told.</summary>
public sealed record SiloSettings
{
    /// <summary>Where state, ledger and (for a cluster) membership live.</summary>
    public required StoreAddress Store { get; init; }

    /// <summary>True for the one silo inside a client's process, which no other process joins; false for a member of a cluster.</summary>
    public bool Embedded { get; init; } = true;

    /// <summary>True to start the runs of the sources' schedules here, as a member of a cluster does; a console command's silo lives too short for it.</summary>
    public bool RunsSchedules { get; init; }

    /// <summary>True to look for unfinished runs that nobody drives and to take them up, as a member of a cluster does; a console command takes up only the run that it was given.</summary>
    public bool ResumesRuns { get; init; }

    /// <summary>Loopback TCP port for other silos; 0 only when embedded.</summary>
    public int SiloPort { get; init; }

    /// <summary>Loopback TCP port for clients; 0 only when embedded.</summary>
    public int GatewayPort { get; init; }

    /// <summary>Loopback TCP port of health and metrics; null for none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>How much work the silo takes.</summary>
    public SiloLimits Limits { get; init; } = new();

    /// <summary>Name in the membership table and in logs.</summary>
    public string Name { get; init; } = "embedded";
}
