using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Gleaner.Silo.Hosting;

/// <summary>
/// Remembers which id a grain interface has. Orleans reads the interface's attributes and puts its name together anew for every reference
/// that is made, which took 5 % of a gather.
/// </summary>
internal sealed class KnownInterfaceTypes(IServiceProvider services) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _known = new();

    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        if (_known.TryGetValue(type, out grainInterfaceType))
        {
            return true;
        }

        if (type.IsGenericType || type.GetCustomAttributes(inherit: false).Any(attribute => attribute is IGrainInterfaceTypeProviderAttribute))
        {
            // Has an id of its own making.
            return false;
        }

        // Asked for only now: the resolver is made of its providers.
        grainInterfaceType = _known.GetOrAdd(type, services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceTypeByConvention);
        return true;
    }
}
