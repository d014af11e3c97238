using System.Globalization;
using System.Text.Json;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Gleaner.Tests.Storing;

/// <summary>A provider that tries once, in front of a database that fails before or after it has done what was asked.</summary>
public sealed class PatientGrainStorageTests : IDisposable
{
    private const string Name = "run";

    private static readonly GrainId Grain = GrainId.Create("gather", "run/r1");

    private readonly PipelineMetrics _metrics = new();
    private readonly Database _database = new(StoreAddress.Parse("memory"));
    private readonly FailingStorage _inner = new();

    public void Dispose()
    {
        _database.Dispose();
        _metrics.Dispose();
    }

    private PatientGrainStorage Storage(TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        return new PatientGrainStorage(_inner, _database, new StoreCondition(_database, time, _metrics, NullLogger<StoreCondition>.Instance), time);
    }

    private static GrainState<RunPlanState> State(int ok, string? etag = null) => new(new RunPlanState { Ok = ok }, etag) { RecordExists = etag is not null };

    [Fact]
    public async Task Read_ThatFailsForNow_IsRepeated()
    {
        await Storage().WriteStateAsync(Name, Grain, State(7));
        _inner.FailBefore(3);
        var state = new GrainState<RunPlanState>();
        await Storage().ReadStateAsync(Name, Grain, state);
        Assert.Equal((7, "1", true), (state.State!.Ok, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task Write_ThatFailsBeforeItsCommit_IsRepeated()
    {
        _inner.FailBefore(2);
        var state = State(1);
        await Storage().WriteStateAsync(Name, Grain, state);
        Assert.Equal(("1", true), (state.ETag, state.RecordExists));
        Assert.Equal(1, _inner.Version);
    }

    [Fact]
    public async Task Write_ThatFailsAfterItsCommit_IsFoundAndNotRepeated()
    {
        var state = State(1);
        await Storage().WriteStateAsync(Name, Grain, state);
        _inner.FailAfter(1);
        state.State!.Ok = 2;
        await Storage().WriteStateAsync(Name, Grain, state);
        Assert.Equal(("2", 2), (state.ETag, _inner.Version));
        Assert.Equal(2, _inner.Writes);
    }

    [Fact]
    public async Task Write_OfUnknownEndThatAnotherOvertook_Loses()
    {
        var state = State(1);
        await Storage().WriteStateAsync(Name, Grain, state);
        _inner.FailBefore(1, meanwhile: () => _inner.Overwrite(new RunPlanState { Ok = 99 }));
        state.State!.Ok = 2;
        var lost = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().WriteStateAsync(Name, Grain, state));
        Assert.Equal(("2", "1"), (lost.StoredEtag, lost.CurrentEtag));
        Assert.Equal(2, _inner.Version);
    }

    [Fact]
    public async Task Write_OfAnOldVersion_LosesAtOnce()
    {
        await Storage().WriteStateAsync(Name, Grain, State(1));
        await Storage().WriteStateAsync(Name, Grain, State(2, "1"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().WriteStateAsync(Name, Grain, State(3, "1")));
    }

    [Fact]
    public async Task Clear_ThatFailsAfterItsCommit_IsFoundAndNotRepeated()
    {
        var state = State(1);
        await Storage().WriteStateAsync(Name, Grain, state);
        _inner.FailAfter(1);
        await Storage().ClearStateAsync(Name, Grain, state);
        Assert.Equal(("2", false, 2), (state.ETag, state.RecordExists, _inner.Version));
    }

    [Fact]
    public async Task Write_RefusedForGood_IsAStoreExceptionAtOnce()
    {
        _inner.FailBefore(1, fault: new InvalidDataException("no such table"));
        var refused = await Assert.ThrowsAsync<StoreException>(() => Storage().WriteStateAsync(Name, Grain, State(1)));
        Assert.False(refused.MayPass);
        Assert.Equal(0, _inner.Version);
    }

    [Fact]
    public async Task Write_WhileTheStoreIsAwayForLong_EndsWithinACallAndSaysThatItMayPass()
    {
        var time = new FakeTimeProvider();
        _inner.FailBefore(int.MaxValue);
        var write = Storage(time).WriteStateAsync(Name, Grain, State(1));
        for (var seconds = 0; seconds < 10 && !write.IsCompleted; seconds++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var away = await Assert.ThrowsAsync<StoreException>(() => write);
        Assert.True(away.MayPass);
    }

    /// <summary>One row, as the AdoNet provider keeps it, and faults on demand.</summary>
    private sealed class FailingStorage : IGrainStorage
    {
        private byte[]? _payload;
        private int _before;
        private int _after;
        private Exception _fault = new TimeoutException("The server does not answer.");
        private Action? _meanwhile;

        public int Version { get; private set; }

        public int Writes { get; private set; }

        public void FailBefore(int times, Action? meanwhile = null, Exception? fault = null) =>
            (_before, _meanwhile, _fault) = (times, meanwhile, fault ?? _fault);

        public void FailAfter(int times) => _after = times;

        public void Overwrite(RunPlanState state)
        {
            _payload = JsonSerializer.SerializeToUtf8Bytes(state, StoreJson.Options);
            Version++;
        }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            ThrowIfAsked(ref _before);
            grainState.State = _payload is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(_payload, StoreJson.Options);
            grainState.ETag = Version == 0 ? null : Version.ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = _payload is not null;
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            Change(grainState, JsonSerializer.SerializeToUtf8Bytes(grainState.State, StoreJson.Options));

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Change(grainState, null);

        private Task Change<T>(IGrainState<T> grainState, byte[]? payload)
        {
            ThrowIfAsked(ref _before);
            if ((grainState.ETag ?? "0") != Version.ToString(CultureInfo.InvariantCulture))
            {
                throw new InconsistentStateException("Another version.", Version.ToString(CultureInfo.InvariantCulture), grainState.ETag);
            }

            _payload = payload;
            Version++;
            Writes++;
            ThrowIfAsked(ref _after);
            grainState.ETag = Version.ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = payload is not null;
            return Task.CompletedTask;
        }

        private void ThrowIfAsked(ref int times)
        {
            if (times <= 0)
            {
                return;
            }

            times--;
            _meanwhile?.Invoke();
            throw _fault;
        }
    }
}
