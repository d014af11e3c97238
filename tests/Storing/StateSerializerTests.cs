using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Storing;

/// <summary>Rows of other versions, and rows that are no rows.</summary>
public sealed class StateSerializerTests
{
    private readonly StateSerializer _serializer = new();

    [Fact]
    public void Deserialize_RowOfTheFirstVersion_HasDefaultsForWhatItLacks()
    {
        var state = Read<SourceState>("""{"definition":{"name":"a","url":"http://a/"},"applied":true,"health":"up","records":7}""");
        Assert.Null(state.Unreadable);
        Assert.Equal((VersionedState.FirstVersion, true, SourceHealth.Up, 7, false), (state.StateVersion, state.Applied, state.Health, state.Records, state.Keyed));
    }

    [Fact]
    public void Deserialize_RowOfTheLastVersionByTheNext_HasDefaultsForTheNewFields()
    {
        var state = Read<NextState>("""{"stateVersion":1,"kept":"x"}""");
        Assert.Equal((null, "x", 42), (state.Unreadable, state.Kept, state.Added));
        Assert.Contains("\"stateVersion\":2", Encoding.UTF8.GetString(_serializer.Serialize(state).ToMemory().Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"stateVersion":2,"kept":"x","added":7}""")]
    // A newer program may also have changed what a field is.
    [InlineData("""{"stateVersion":2,"kept":{"was":"text"}}""")]
    public void Deserialize_RowOfANewerProgram_IsRefusedNamingBothVersions(string row)
    {
        var state = Read<ThisState>(row);
        Assert.True(state.IsNewer);
        var fault = Assert.Throws<UnreadableStateException>(() => state.ThrowIfUnreadable("source 'a'"));
        Assert.Equal(
            "The state of source 'a' cannot be read from the store: it has version 2 and this program reads up to version 1; use the newer Gleaner that wrote it.",
            fault.Message);
        Assert.Throws<UnreadableStateException>(() => state.BeginAnewIfDamaged("The source 'a'"));
        Assert.Throws<UnreadableStateException>(() => _serializer.Serialize(state));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"applied\":true")]
    [InlineData("[1,2]")]
    [InlineData("{\"records\":\"many\"}")]
    [InlineData("{\"health\":\"splendid\"}")]
    [InlineData("{\"lastOkAt\":\"yesterday\"}")]
    [InlineData("{\"stateVersion\":\"new\"}")]
    [InlineData("{\"definition\":{\"url\":\"http://secret/\"}}")]
    public void Deserialize_DamagedRow_SaysSoAndIsNotWrittenOver(string row)
    {
        var state = Read<SourceState>(row);
        Assert.StartsWith("it is damaged (", state.Unreadable, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", state.Unreadable, StringComparison.Ordinal);
        Assert.False(state.IsNewer);
        Assert.Throws<UnreadableStateException>(() => _serializer.Serialize(state));

        // Only whoever says so begins anew.
        Assert.NotNull(state.BeginAnewIfDamaged("The source 'a'"));
        Assert.NotEqual(0, _serializer.Serialize(state).ToMemory().Length);
    }

    [Fact]
    public void Deserialize_BytesThatAreNoText_AreDamage() => Assert.NotNull(_serializer.Deserialize<SourceState>(new BinaryData([0xFF, 0x00, 0x7B]))!.Unreadable);

    [Theory]
    [InlineData(typeof(SourceState))]
    [InlineData(typeof(RunPlanState))]
    [InlineData(typeof(ShardState))]
    [InlineData(typeof(HostState))]
    [InlineData(typeof(HostBoardState))]
    [InlineData(typeof(ScheduleState))]
    public void Serialize_EveryKindOfState_SaysItsVersion(Type type)
    {
        Assert.True(type.IsAssignableTo(typeof(VersionedState)));
        var state = (VersionedState)Activator.CreateInstance(type)!;
        Assert.StartsWith($$"""{"stateVersion":{{state.CurrentVersion}}""", Encoding.UTF8.GetString(_serializer.Serialize<object>(state).ToMemory().Span), StringComparison.Ordinal);
    }

    private T Read<T>(string row) => _serializer.Deserialize<T>(new BinaryData(Encoding.UTF8.GetBytes(row)))!;

    private sealed class ThisState : VersionedState
    {
        public string? Kept { get; set; }
    }

    private sealed class NextState : VersionedState
    {
        public override int CurrentVersion => 2;

        public string? Kept { get; set; }

        public int Added { get; set; } = 42;
    }
}
