using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Silo.Hosting;

/// <summary>Brings the store's schema up to date before the silo reads from it. Several silos may do so at once.</summary>
internal sealed class SchemaAtStart(SchemaInstaller schema) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => schema.Install(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
