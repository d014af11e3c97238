using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gleaner.Silo.Operations;

/// <summary>Healthy while the store answers: something went through of late, or a cheap question is answered in time.</summary>
internal sealed class StoreCheck(SiloLife life) : IHealthCheck
{
    public const string Name = "store";

    private static readonly TimeSpan OfLate = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (life.Services?.GetService<StoreCondition>() is not { } store)
        {
            return HealthCheckResult.Unhealthy(life.WaitsFor ?? "The store has not been asked yet.");
        }

        // What waits knows more than what went through a moment ago.
        if (store.Trouble is null && store.SinceSuccess < OfLate)
        {
            return HealthCheckResult.Healthy("The store answers.");
        }

        return await store.Probe(AnswerWithin, cancellationToken) is { } trouble
            ? HealthCheckResult.Unhealthy(trouble)
            : HealthCheckResult.Healthy("The store answers.");
    }
}
