using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Gleaner.Silo.Hosting;

public static partial class GleanerHosting
{
    static partial void TuneEngine(IServiceCollection services) => services.AddSingleton<IGrainInterfaceTypeProvider, KnownInterfaceTypes>();
}
