using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>Which services of the container are singletons: what a grain takes of these needs no scope of its own.</summary>
internal sealed class SingletonServices(IServiceCollection services)
{
    private readonly Lazy<HashSet<Type>> _types = new(() =>
    [
        typeof(IServiceProvider),
        .. services.GroupBy(service => service.ServiceType)
            .Where(group => group.All(service => service.Lifetime == ServiceLifetime.Singleton))
            .Select(group => group.Key),
    ]);

    public bool Contains(Type type) => _types.Value.Contains(type) || (type.IsGenericType && _types.Value.Contains(type.GetGenericTypeDefinition()));
}
