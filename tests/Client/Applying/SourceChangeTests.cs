using Gleaner.Client.Applying;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Client.Applying;

public sealed class SourceChangeTests
{
    private static readonly SourceDefinition Source = new()
        { Name = "a", Url = "http://a/", Timeout = TimeSpan.FromSeconds(1), Politeness = new(), Headers = [new("A", "1"), new("B", "2")] };

    [Fact]
    public void Between_Same_IsNull() => Assert.Null(SourceChange.Between(Stored(Source), Source with { Headers = [new("A", "1"), new("B", "2")] }));

    [Fact]
    public void Between_NeverApplied_IsNew()
    {
        Assert.Equal(ChangeKind.New, SourceChange.Between(null, Source)!.Kind);
        Assert.Equal(ChangeKind.New, SourceChange.Between(Stored(Source) with { Applied = false }, Source)!.Kind);
    }

    [Fact]
    public void Between_OtherValues_NamesEachKeyThatDiffers()
    {
        var change = SourceChange.Between(Stored(Source), Source with { Timeout = null, Deadline = TimeSpan.FromMinutes(1), Headers = [new("A", "1"), new("B", "3")] })!;
        Assert.Equal(ChangeKind.Changed, change.Kind);
        Assert.Equal([new("headers.B", "2", "3"), new("timeout", "1s", null), new("deadline", null, "1m")], change.Keys);
    }

    [Fact]
    public void Between_OtherOrder_IsAChangeToo()
    {
        var change = SourceChange.Between(Stored(Source), Source with { Headers = [new("B", "2"), new("A", "1")] })!;
        Assert.Equal("(order)", Assert.Single(change.Keys).Key);
    }

    private static SourceStatus Stored(SourceDefinition definition) => new()
        { Definition = definition, Applied = true, Health = SourceHealth.Unknown, ConsecutiveFailures = 0, Records = 0, Bytes = 0 };
}
