using System.Data.Common;
using System.Globalization;
using System.Text;
using Orleans.AdoNet;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Grain state in the table OrleansStorage, one row for each grain and state name; the ETag is the row's version.</summary>
internal sealed class AdoNetGrainStorage : IGrainStorage
{
    private readonly string _serviceId;
    private readonly AdoNetGrainStorageOptions _options;
    private readonly StoredQueries _queries;

    internal AdoNetGrainStorage(string name, AdoNetGrainStorageOptions options, string serviceId, IGrainStorageSerializer serializer)
    {
        _serviceId = serviceId;
        _options = options;
        Serializer = options.GrainStorageSerializer ?? serializer;
        _queries = new StoredQueries($"the grain storage '{name}'", options.Invariant, options.ConnectionString, options.DataSource);
    }

    public IGrainStorageSerializer Serializer { get; set; }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        List<(byte[]? Payload, int Version)> rows = await _queries.Read("ReadFromStorageKey", ReadRow, Key(stateName, grainId));
        (byte[]? payload, int version) = rows.SingleOrDefault();
        grainState.State = payload is null ? Activator.CreateInstance<T>() : Serializer.Deserialize<T>(new BinaryData(payload));
        grainState.ETag = rows.Count == 0 ? null : version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[] payload = Serializer.Serialize(grainState.State).ToArray();
        List<int?> versions = await _queries.Read(
            "WriteToStorageKey", ReadVersion, [.. Key(stateName, grainId), ("GrainStateVersion", Version(grainState.ETag)), ("PayloadBinary", payload)]);
        grainState.ETag = Changed("write", stateName, grainId, versions.SingleOrDefault(), grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists && string.IsNullOrWhiteSpace(grainState.ETag))
        {
            await ReadStateAsync(stateName, grainId, grainState);
            if (!grainState.RecordExists)
            {
                return;
            }
        }

        List<int?> versions = await _queries.Read(
            _options.DeleteStateOnClear ? "DeleteStorageKey" : "ClearStorageKey", ReadVersion,
            [.. Key(stateName, grainId), ("GrainStateVersion", Version(grainState.ETag))]);
        string etag = Changed("clear", stateName, grainId, versions.SingleOrDefault(), grainState.ETag);
        grainState.ETag = _options.DeleteStateOnClear ? null : etag;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static (byte[]? Payload, int Version) ReadRow(DbDataReader reader)
        => (reader.IsNull("PayloadBinary") ? null : reader.GetFieldValue<byte[]>(reader.GetOrdinal("PayloadBinary")), reader.Int("Version"));

    private static int? ReadVersion(DbDataReader reader) => reader.IsDBNull(0) ? null : Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture);

    private static int? Version(string? etag) => string.IsNullOrWhiteSpace(etag) ? null : int.Parse(etag, CultureInfo.InvariantCulture);

    /// <summary>The new ETag; no version, or the old one, means that another wrote first.</summary>
    private static string Changed(string operation, string stateName, GrainId grainId, int? version, string? etag)
        => version?.ToString(CultureInfo.InvariantCulture) is { } changed && changed != etag
            ? changed
            : throw new InconsistentStateException($"The {operation} of state '{stateName}' of {grainId} met another version.", null, etag);

    private (string Name, object? Value)[] Key(string stateName, GrainId grainId)
    {
        AdoGrainKey key = AdoGrainKey.Of(grainId.Key.AsSpan());
        return
        [
            ("GrainIdHash", key.Hash),
            ("GrainIdN0", key.N0),
            ("GrainIdN1", key.N1),
            ("GrainTypeHash", unchecked((int)StableHash.ComputeHash(Encoding.UTF8.GetBytes(stateName)))),
            ("GrainTypeString", stateName),
            ("GrainIdExtensionString", key.Extension),
            ("ServiceId", _serviceId),
        ];
    }
}
