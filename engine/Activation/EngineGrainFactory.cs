namespace Orleans.Runtime;

/// <summary>The grain factory and cluster client of a host.</summary>
internal sealed class EngineGrainFactory(EngineRuntime runtime) : IClusterClient
{
    public IServiceProvider ServiceProvider => runtime.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return (TGrainInterface)Reference(typeof(TGrainInterface), GrainId.Create(runtime.GrainTypes.Resolve(typeof(TGrainInterface), grainClassNamePrefix), primaryKey));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable
        => (TGrainInterface)Reference(typeof(TGrainInterface), grainId);

    public object Reference(Type interfaceType, GrainId grainId) => GrainReferenceProxy.Create(runtime, interfaceType, grainId);
}
