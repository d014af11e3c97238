using Microsoft.Extensions.Hosting;

namespace Gleaner.Client.Connecting;

/// <summary>Leaves signals to <see cref="Interruption"/>: the host's own lifetime would stop the silo under a run that is being cancelled.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
