using System.Text;
using Gleaner.Pipeline.Sources.Incremental;

namespace Gleaner.Tests.Sources.Incremental;

public sealed class RowKeyTests
{
    [Fact]
    public void Of_KeyFields_IgnoresTheOthers()
    {
        Assert.Equal(Key("""{"id":1,"v":"a"}""", "id"), Key("""{"v":"b","id":1}""", "id"));
        Assert.NotEqual(Key("""{"id":1}""", "id"), Key("""{"id":"1"}""", "id"));
        Assert.NotEqual(Key("""{"a":1,"b":12}""", "a", "b"), Key("""{"a":11,"b":2}""", "a", "b"));
    }

    [Fact]
    public void Of_RowWithoutItsKeyFields_IsTheWholeRow()
    {
        Assert.NotEqual(Key("""{"v":1}""", "id"), Key("""{"v":2}""", "id"));
        Assert.NotEqual(Key("""{"id":null,"v":1}""", "id"), Key("""{"id":null,"v":2}""", "id"));
    }

    [Fact]
    public void Of_NoKeyFields_IsTheWholeRow()
    {
        Assert.Equal(Key("[1]"), Key("[1]"));
        Assert.NotEqual(Key("[1]"), Key("[2]"));
    }

    private static string Key(string row, params string[] fields) => RowKey.Of(Encoding.UTF8.GetBytes(row), [.. fields]);
}
