using Gleaner.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gleaner.Silo.Operations;

/// <summary>Healthy while the silo is a member that takes work.</summary>
internal sealed class MembershipCheck(SiloLife life) : IHealthCheck
{
    public const string Name = "cluster";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(life.Phase switch
    {
        SiloPhase.Joined => HealthCheckResult.Healthy("The silo has joined."),
        SiloPhase.Draining => HealthCheckResult.Unhealthy("The silo is leaving."),
        _ => HealthCheckResult.Unhealthy(life.WaitsFor is { } why ? $"The silo has not joined yet: {why}" : "The silo has not joined yet."),
    });
}
