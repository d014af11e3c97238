using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>What the engine says.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Error, "The activation of {GrainId} failed.")]
    public static partial void ActivationFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(2, LogLevel.Warning, "The deactivation of {GrainId} failed; it is gone all the same.")]
    public static partial void DeactivationFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(3, LogLevel.Warning, "A timer of {GrainId} threw; it goes on.")]
    public static partial void TimerFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(4, LogLevel.Error, "{Operation} of state '{StateName}' failed for {GrainId}.")]
    public static partial void StorageFailed(ILogger logger, Exception exception, string operation, string stateName, GrainId grainId);

    [LoggerMessage(5, LogLevel.Information, "Silo {SiloName} is active in cluster {ClusterId} at {SiloAddress}.")]
    public static partial void SiloActive(ILogger logger, string siloName, string clusterId, SiloAddress siloAddress);

    [LoggerMessage(6, LogLevel.Information, "Silo {SiloName} has stopped.")]
    public static partial void SiloStopped(ILogger logger, string siloName);

    [LoggerMessage(7, LogLevel.Warning, "The connection with {Peer} brought something that cannot be read; it is closed.")]
    public static partial void BadFrame(ILogger logger, Exception exception, SiloAddress? peer);

    [LoggerMessage(8, LogLevel.Warning, "The membership table cannot be reached. This silo goes on with what it knows.")]
    public static partial void TableUnreachable(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "{Silo} missed {Missed} probes: {Why}")]
    public static partial void ProbeMissed(ILogger logger, SiloAddress silo, int missed, string why);

    [LoggerMessage(10, LogLevel.Warning, "{Silo} is declared dead.")]
    public static partial void SiloDeclaredDead(ILogger logger, SiloAddress silo);

    [LoggerMessage(11, LogLevel.Critical, "Silo {SiloName} ends at once: {Why}.")]
    public static partial void SiloDies(ILogger logger, string siloName, string why);

    [LoggerMessage(13, LogLevel.Warning, "{Silo} did not say that it let go of {GrainId} ({Why}); it is activated here all the same.")]
    public static partial void HandoverUnconfirmed(ILogger logger, string why, SiloAddress silo, GrainId grainId);

    [LoggerMessage(14, LogLevel.Warning, "A tick of reminder '{Name}' of {GrainId} failed; the next comes all the same.")]
    public static partial void ReminderFailed(ILogger logger, Exception exception, string name, GrainId grainId);

    [LoggerMessage(15, LogLevel.Warning, "The reminders could not be read; those known go on.")]
    public static partial void RemindersUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(16, LogLevel.Information, "The gateway {Gateway} cannot be reached: {Why}")]
    public static partial void GatewayUnreachable(ILogger logger, System.Net.IPEndPoint gateway, string why);

    [LoggerMessage(17, LogLevel.Warning, "The list of gateways could not be read.")]
    public static partial void GatewayListUnreadable(ILogger logger, Exception exception);
}
