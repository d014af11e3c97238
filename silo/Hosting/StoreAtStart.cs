using Gleaner.Contracts;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Silo.Hosting;

/// <summary>
/// Readies the store before the silo reads from it: the schema is brought up to date, and a member of a cluster claims the store
/// for its engine. Several silos may do so at once.
/// </summary>
internal sealed class StoreAtStart(SiloSettings settings, Database database, SchemaInstaller schema) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await schema.Install(cancellationToken);
        if (!settings.Embedded)
        {
            await new ClusterRecord(database).Claim(OrleansEngine.Name, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
