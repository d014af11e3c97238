using System.Globalization;
using Orleans.Storage;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Stands before the stock AdoNet provider, which tries once and lets the driver's exceptions out: waits out what passes, within the
/// bound of a grain call, looks what a write of unknown end has left, and tells the rest as <see cref="StoreException"/>.
/// </summary>
/// <remarks>A write that lost throws <see cref="InconsistentStateException"/>, as it does without this.</remarks>
internal sealed class PatientGrainStorage(IGrainStorage inner, Database database, StoreCondition condition, TimeProvider time) : IGrainStorage
{
    // The caller has 10 s; whoever calls again finds the same state.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly StoreRetry _retry = new(database, condition, time);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var read = await Within(bound => _retry.Run(token => Read<T>(stateName, grainId, token), bound));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (read.State, read.ETag, read.RecordExists);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The grain may go on changing its state meanwhile: what is written is what it was at the call.
        var payload = StateSerializer.Write(grainState.State);
        var written = await Within(bound => Change(
            grainState,
            copy => inner.WriteStateAsync(stateName, grainId, copy),
            async () =>
            {
                var now = await Read<T>(stateName, grainId, bound);
                var isOurs = now.RecordExists && IsNext(now.ETag, grainState.ETag) && now.State is not VersionedState { Unreadable: not null }
                    && StateSerializer.Write(now.State).AsSpan().SequenceEqual(payload);
                return (now, isOurs);
            },
            bound));
        (grainState.ETag, grainState.RecordExists) = (written.ETag, true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var cleared = await Within(bound => Change(
            grainState,
            copy => inner.ClearStateAsync(stateName, grainId, copy),
            async () =>
            {
                var now = await Read<T>(stateName, grainId, bound);
                return (now, !now.RecordExists && (now.ETag is null || IsNext(now.ETag, grainState.ETag)));
            },
            bound));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (cleared.State, cleared.ETag, false);
    }

    /// <summary>Tries once, and again where the look into the store says that the try before has left nothing.</summary>
    private Task<GrainState<T>> Change<T>(
        IGrainState<T> from, Func<GrainState<T>, Task> change, Func<Task<(GrainState<T> Now, bool IsOurs)>> look, CancellationToken cancellation)
    {
        var mayBeDone = false;
        return _retry.Run(
            async token =>
            {
                if (mayBeDone)
                {
                    var (now, isOurs) = await look();
                    if (isOurs)
                    {
                        return now;
                    }

                    if (now.ETag != (string.IsNullOrEmpty(from.ETag) ? null : from.ETag))
                    {
                        throw new InconsistentStateException("The state was written by another since it was read.", now.ETag, from.ETag);
                    }
                }

                // A copy: a try that was left behind must not touch the grain's own.
                var copy = new GrainState<T>(from.State, from.ETag) { RecordExists = from.RecordExists };
                mayBeDone = true;
                await change(copy).WaitAsync(token);
                return copy;
            },
            cancellation);
    }

    private async Task<GrainState<T>> Read<T>(string stateName, GrainId grainId, CancellationToken cancellation)
    {
        var state = new GrainState<T>();
        await inner.ReadStateAsync(stateName, grainId, state).WaitAsync(cancellation);
        return state;
    }

    private async Task<T> Within<T>(Func<CancellationToken, Task<T>> operation)
    {
        using var bound = new CancellationTokenSource(Patience, time);
        try
        {
            return await operation(bound.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new StoreException($"{condition.Trouble ?? $"The store {database.Address} did not answer within {Patience.TotalSeconds:0} s"}.") { MayPass = true };
        }
    }

    private static bool IsNext(string? etag, string? expected) =>
        int.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        && version == (string.IsNullOrEmpty(expected) ? 0 : int.Parse(expected, CultureInfo.InvariantCulture)) + 1;
}
