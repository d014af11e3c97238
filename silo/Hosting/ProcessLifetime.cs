using Microsoft.Extensions.Hosting;

namespace Gleaner.Silo.Hosting;

/// <summary>A host that leaves the signals to its process (<see cref="StopSignals"/>), which has several hosts.</summary>
internal sealed class ProcessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
