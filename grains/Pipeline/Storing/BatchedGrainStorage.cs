using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Grain state in the rows of OrleansStorage, exactly as the AdoNet provider writes them, but in batches: the pending reads of many
/// grains are one statement, their writes one transaction, together with the rows that fetches bring (<see cref="ICarriesFetchRows"/>).
/// While the store cannot be reached, calls wait.
/// </summary>
/// <remarks>A write that lost throws <see cref="InconsistentStateException"/>; what the store refuses for good is a <see cref="StoreException"/>.</remarks>
internal sealed class BatchedGrainStorage(StoreBatches batches, IOptions<ClusterOptions> cluster) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = await batches.Read(Key(stateName, grainId), cancellationToken);
        grainState.State = row?.Payload is { } payload ? StateSerializer.Read<T>(payload) : Activator.CreateInstance<T>();
        grainState.ETag = row?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row?.Payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var carrier = grainState.State as ICarriesFetchRows;
        var payload = StateSerializer.Write(grainState.State);
        var change = new StateChange(Key(stateName, grainId), Version(grainState.ETag), payload);
        var verdict = await batches.Write(change, carrier?.PendingRows, cancellationToken);
        grainState.ETag = Won(verdict, change, grainState.ETag);
        grainState.RecordExists = true;
        if (carrier is not null)
        {
            carrier.PendingRows = null;
        }
    }

    /// <summary>Empties the row and keeps its version, so that a late writer of the old state still loses.</summary>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(grainState.ETag))
        {
            await ReadStateAsync(stateName, grainId, grainState, cancellationToken);
        }

        if (string.IsNullOrEmpty(grainState.ETag))
        {
            return;
        }

        var change = new StateChange(Key(stateName, grainId), Version(grainState.ETag), null);
        var verdict = await batches.Write(change, null, cancellationToken);
        grainState.ETag = Won(verdict, change, grainState.ETag);
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private GrainRowKey Key(string stateName, GrainId grainId) => GrainRowKey.Create(cluster.Value.ServiceId, stateName, grainId);

    private static int? Version(string? etag) => string.IsNullOrEmpty(etag) ? null : int.Parse(etag, CultureInfo.InvariantCulture);

    private static string Won(WriteVerdict verdict, StateChange change, string? etag) => verdict.Won
        ? change.NewVersion.ToString(CultureInfo.InvariantCulture)
        : throw new InconsistentStateException(
            $"The state '{change.Key.Type}' of '{change.Key.Extension}' was written by another since it was read.",
            verdict.StoredVersion?.ToString(CultureInfo.InvariantCulture), etag);
}
