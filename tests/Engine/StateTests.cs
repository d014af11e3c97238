using Orleans.Storage;

namespace Gleaner.Tests.Engine;

public sealed class Tally
{
    public int Count { get; set; }

    public List<string> Names { get; set; } = [];
}

[Alias("test.IStateGrain")]
public interface IStateGrain : IGrainWithStringKey
{
    Task<int> Add(string name);

    Task<(int Count, bool Exists, bool HasEtag)> Read();

    Task<(int Count, bool Exists, bool HasEtag)> ReadAgain();

    Task Clear();

    Task WriteOften(int times);

    Task Deactivate();
}

[GrainType("test.state")]
public sealed class StateGrain(
    [PersistentState("tally", "dictionary")] IPersistentState<Tally> kept,
    [PersistentState("memory")] IPersistentState<Tally> memory) : Grain, IStateGrain
{
    public async Task<int> Add(string name)
    {
        kept.State.Names.Add(name);
        kept.State.Count++;
        memory.State.Count++;
        await memory.WriteStateAsync();
        await kept.WriteStateAsync(CancellationToken.None);
        return kept.State.Names.Count;
    }

    public Task<(int Count, bool Exists, bool HasEtag)> Read() => Task.FromResult((Math.Min(kept.State.Count, memory.State.Count), kept.RecordExists && memory.RecordExists, kept.Etag is not null));

    public async Task<(int Count, bool Exists, bool HasEtag)> ReadAgain()
    {
        kept.State.Count = 1_000;
        await kept.ReadStateAsync();
        return (kept.State.Count, kept.RecordExists, kept.Etag is not null);
    }

    public async Task Clear()
    {
        await kept.ClearStateAsync();
        await memory.ClearStateAsync();
    }

    public async Task WriteOften(int times)
    {
        var writes = Enumerable.Range(0, times).Select(_ =>
        {
            kept.State.Count++;
            return kept.WriteStateAsync();
        }).ToArray();
        await Task.WhenAll(writes);
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class StateTests(SharedCluster cluster) : IClassFixture<SharedCluster>
{
    private IStateGrain Grain(string prefix = "g") => cluster.Client.GetGrain<IStateGrain>(prefix + SharedCluster.Key());

    [Fact]
    public async Task State_NeverWritten_IsNewAndDoesNotExist() => Assert.Equal((0, false, false), await Grain().Read());

    [Fact]
    public async Task State_Written_IsThereInTheNextActivation()
    {
        var grain = Grain();
        await grain.Add("one");
        await grain.Add("two");
        await grain.Deactivate();
        Assert.Equal((2, true, true), await grain.Read());
        Assert.Equal(3, await grain.Add("three"));
    }

    [Fact]
    public async Task State_ReadAgain_ForgetsWhatWasNotWritten()
    {
        var grain = Grain();
        await grain.Add("one");
        Assert.Equal((1, true, true), await grain.ReadAgain());
    }

    [Fact]
    public async Task State_Cleared_IsNew()
    {
        var grain = Grain();
        await grain.Add("one");
        await grain.Clear();
        Assert.Equal((0, false, false), await grain.Read());
        Assert.Equal(1, await grain.Add("again"));
    }

    [Fact]
    public async Task State_WrittenManyTimesAtOnce_EndsAsItLastWas()
    {
        var grain = Grain();
        await grain.WriteOften(50);
        await grain.Add("last");
        await grain.Deactivate();
        Assert.Equal(51, (await grain.ReadAgain()).Count);
    }

    [Fact]
    public async Task State_ChangedByAnother_FailsTheWriteAndDeactivates()
    {
        var grain = Grain();
        await grain.Add("one");
        DictionaryStorage.Touch("tally", grain.GetGrainId());
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add("two"));
        Assert.Equal(2, await grain.Add("two after reading afresh"));
    }

    [Fact]
    public async Task State_ThatCannotBeRead_FailsTheActivation()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => Grain("unreadable").Read());
        Assert.Contains("The row cannot be read.", exception.ToString(), StringComparison.Ordinal);
    }
}
