using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Storage
{
    /// <summary>The cell that holds one grain's state: itself a grain, so that every silo sees the same one. It dies with its silo.</summary>
    [Alias("builtin.IMemoryCell")]
    internal interface IMemoryCell : IGrainWithStringKey
    {
        Task<MemoryRecord?> Read();

        /// <summary>Null when the etag is not the current one; a null value clears.</summary>
        Task<string?> Write([Immutable] byte[]? value, string? etag);
    }

    [GenerateSerializer, Immutable, Alias("builtin.MemoryRecord")]
    internal sealed class MemoryRecord
    {
        [Id(0)]
        public byte[] Value { get; init; } = [];

        [Id(1)]
        public string ETag { get; init; } = "";
    }

    [GrainType("builtin.memorycell"), KeepAlive]
    internal sealed class MemoryCell : Grain, IMemoryCell
    {
        private MemoryRecord? _record;
        private int _version;

        public Task<MemoryRecord?> Read() => Task.FromResult(_record);

        public Task<string?> Write(byte[]? value, string? etag)
        {
            if (etag != _record?.ETag)
            {
                return Task.FromResult<string?>(null);
            }

            string next = (++_version).ToString(CultureInfo.InvariantCulture);
            _record = value is null ? null : new MemoryRecord { Value = value, ETag = next };
            return Task.FromResult<string?>(next);
        }
    }

    /// <summary>Keeps state in the memory of the cluster. For tests and trials.</summary>
    internal sealed class MemoryGrainStorage(string name, IServiceProvider services, IGrainStorageSerializer serializer) : IGrainStorage
    {
        // Asked for late: a factory needs the silo, which may still be under construction.
        private IGrainFactory Grains => services.GetRequiredService<IGrainFactory>();

        public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            MemoryRecord? record = await Cell(stateName, grainId).Read();
            grainState.ETag = record?.ETag;
            grainState.RecordExists = record is not null;
            grainState.State = record is null ? Fresh<T>() : serializer.Deserialize<T>(new BinaryData(record.Value)) ?? Fresh<T>();
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            byte[] value = serializer.Serialize(grainState.State).ToArray();
            grainState.ETag = await Cell(stateName, grainId).Write(value, grainState.ETag) ?? throw Stale(grainId, grainState.ETag);
            grainState.RecordExists = true;
        }

        public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            _ = await Cell(stateName, grainId).Write(null, grainState.ETag) ?? throw Stale(grainId, grainState.ETag);
            grainState.ETag = null;
            grainState.RecordExists = false;
            grainState.State = Fresh<T>();
        }

        private static T Fresh<T>() => FreshState.Of<T>();

        private static InconsistentStateException Stale(GrainId grainId, string? etag) => new($"The stored state of {grainId} has another version.", null, etag);

        private IMemoryCell Cell(string stateName, GrainId grainId) => Grains.GetGrain<IMemoryCell>($"{name}/{stateName}/{grainId}");
    }
}

namespace Orleans.Configuration
{
    public class MemoryGrainStorageOptions : IStorageProviderSerializerOptions
    {
        /// <summary>Default: the one that is registered, or JSON.</summary>
        public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
    }
}

namespace Orleans.Hosting
{
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder, Action<MemoryGrainStorageOptions> configureOptions) => builder.AddMemoryGrainStorage("Default", configureOptions);

        public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder, Action<Microsoft.Extensions.Options.OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
            => builder.AddMemoryGrainStorage("Default", configureOptions);

        public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name, Action<MemoryGrainStorageOptions> configureOptions)
            => builder.AddMemoryGrainStorage(name, options => options.Configure(configureOptions));

        public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name, Action<Microsoft.Extensions.Options.OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
        {
            configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
            builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new MemoryGrainStorage(
                name,
                services,
                services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<MemoryGrainStorageOptions>>().Get(name).GrainStorageSerializer
                    ?? services.GetRequiredService<IGrainStorageSerializer>()));
            return builder;
        }
    }
}
