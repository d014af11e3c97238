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
}
