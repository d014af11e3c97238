using Gleaner.Contracts.Sources;
using static Gleaner.Tests.Transforming.Rows;

namespace Gleaner.Tests.Transforming;

/// <summary>What each step makes of a row.</summary>
public sealed class StepTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"c":3,"a":1}""", "c", "a")]
    [InlineData("""{"a":1}""", """{"a":1}""", "a", "missing")]
    [InlineData("""{"a":1}""", """{}""", "missing")]
    [InlineData("""{"user":{"name":"x","id":7},"items":[{"id":1},{"id":2}]}""", """{"user.name":"x","items.1.id":2}""", "user.name", "items.1.id")]
    [InlineData("""{"a.b":1,"a":{"b":2}}""", """{"a.b":1}""", "a.b")]
    [InlineData("""{"a":{"b.c":1}}""", """{}""", "a.b.c")]
    [InlineData("""{"a":[1]}""", """{}""", "a.1", "a.-1", "a.x")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""", "a")]
    [InlineData("""{"\u0061":"\u00e9"}""", """{"a":"\u00e9"}""", "a")]
    public void Select_Fields_AreKeptInTheOrderGiven(string record, string expected, params string[] fields) =>
        Assert.Equal(expected, Row(record, Step(TransformKind.Select, [.. fields.Select(field => (field, (string?)null))])));

    [Fact]
    public void Select_WithNewName_LiftsAndRenames() =>
        Assert.Equal("""{"who":"x","when":null}""", Row("""{"user":{"name":"x"},"t":null,"z":0}""", Step(TransformKind.Select, ("user.name", "who"), ("t", "when"))));

    [Theory]
    [InlineData("12345678901234567890.12345678901234567890")]
    [InlineData("1.10")]
    [InlineData("-0")]
    [InlineData("1E5")]
    public void Steps_Numbers_KeepTheirText(string number) =>
        Assert.Equal($"{{\"n\":{number},\"o\":{{\"n\":{number}}}}}", Row($"{{\"x\":0,\"n\":{number},\"o\":{{\"y\":0,\"n\":{number}}}}}", Step(TransformKind.Drop, ("x", null), ("o.y", null))));

    [Theory]
    [InlineData("""{"a":1,"b":2}""", "a", """{"b":2}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", "a.b", """{"a":{"c":2}}""")]
    [InlineData("""{"a":[{"b":1,"c":2},{"b":3}]}""", "a.0.b", """{"a":[{"c":2},{"b":3}]}""")]
    [InlineData("""{"a.b":1,"a":{"b":2}}""", "a.b", """{"a":{"b":2}}""")]
    [InlineData("""{"a":1}""", "z", """{"a":1}""")]
    [InlineData("""{"a":1}""", "a.b.c", """{"a":1}""")]
    [InlineData("""{"a":[1,2]}""", "a.0", "step 1 (drop): 'a.0' is an element of an array, which cannot be dropped")]
    public void Drop_Field_IsGone(string record, string field, string expected) => Assert.Equal(expected, Row(record, Step(TransformKind.Drop, (field, null))));

    [Theory]
    [InlineData("""{"a":1,"b":2}""", "a", "c", """{"c":1,"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", "a", "b", """{"b":1}""")]
    [InlineData("""{"a":{"b":1}}""", "a.b", "c", """{"a":{"c":1}}""")]
    [InlineData("""{"a":{"b":1}}""", "a.b", "x.y", """{"a":{"x.y":1}}""")]
    [InlineData("""{"a":1}""", "z", "a", """{"a":1}""")]
    [InlineData("""{"a":[1]}""", "a.0", "x", "step 1 (rename): 'a.0' is an element of an array and has no name")]
    public void Rename_Field_KeepsItsPlace(string record, string field, string to, string expected) => Assert.Equal(expected, Row(record, Step(TransformKind.Rename, (field, to))));

    [Fact]
    public void Rename_TwoFields_CanSwap() => Assert.Equal("""{"b":1,"a":2}""", Row("""{"a":1,"b":2}""", Step(TransformKind.Rename, ("a", "b"), ("b", "a"))));

    [Theory]
    [InlineData("""{"a":1}""", "b", "\"x\"", """{"a":1,"b":"x"}""")]
    [InlineData("""{"a":1,"b":2}""", "a", "[1, 2]", """{"a":[1, 2],"b":2}""")]
    [InlineData("""{"a":1}""", "b.c.d", "1.0", """{"a":1,"b":{"c":{"d":1.0}}}""")]
    [InlineData("""{"b":{"x":0}}""", "b.c.d", "true", """{"b":{"x":0,"c":{"d":true}}}""")]
    [InlineData("""{"b":{"c":{"d":0}}}""", "b.c.d", "null", """{"b":{"c":{"d":null}}}""")]
    [InlineData("""{"b":[{"c":0}]}""", "b.0.c", "1", """{"b":[{"c":1}]}""")]
    [InlineData("""{"b":[{"c":0}]}""", "b.0.d", "1", """{"b":[{"c":0,"d":1}]}""")]
    [InlineData("""{"b":[5]}""", "b.0", "1", """{"b":[1]}""")]
    [InlineData("""{"b.c":0}""", "b.c", "1", """{"b.c":1}""")]
    [InlineData("""{"b":7}""", "b.c", "1", "step 1 (constant): 'b.c' leads through 7, which is no object")]
    [InlineData("""{"b":[7]}""", "b.1", "1", "step 1 (constant): 'b.1' leads through [7], which is no object")]
    public void Constant_Field_IsSet(string record, string field, string value, string expected) => Assert.Equal(expected, Row(record, Step(TransformKind.Constant, (field, value))));

    [Theory]
    [InlineData("""{"z":0,"a":{"b":1,"c":{"d":2}},"y":0}""", "a", "_", """{"z":0,"a_b":1,"a_c":{"d":2},"y":0}""")]
    [InlineData("""{"a":{"b":1}}""", "a", ".", """{"a.b":1}""")]
    [InlineData("""{"a":{"b":1}}""", "a", null, """{"a_b":1}""")]
    [InlineData("""{"a":{"b":{"c":1}}}""", "a.b", "_", """{"a":{"b_c":1}}""")]
    [InlineData("""{"a":{},"x":1}""", "a", "_", """{"x":1}""")]
    [InlineData("""{"a":null,"x":1}""", "a", "_", """{"x":1}""")]
    [InlineData("""{"x":1}""", "a", "_", """{"x":1}""")]
    [InlineData("""{"a":[1]}""", "a", "_", "step 1 (flatten): 'a' is [1], which is no object")]
    [InlineData("""{"a":{"b":1},"a_b":2}""", "a", "_", "step 1 (flatten): 'a' cannot be flattened: there is a field 'a_b' already")]
    public void Flatten_Object_ItsMembersMoveUp(string record, string field, string? separator, string expected) =>
        Assert.Equal(expected, Row(record, Step(TransformKind.Flatten, (field, separator))));

    [Fact]
    public void Steps_InOrder_EachSeesWhatTheOneBeforeLeft() => Assert.Equal("""{"id":7,"kind":"x"}""", Row(
        """{"data":{"id":"7","junk":[1]},"noise":{}}""",
        Step(TransformKind.Flatten, ("data", ".")),
        Filter("data.id", FilterOperator.Equals, "\"7\""),
        Step(TransformKind.Cast, ("data.id", "integer")),
        Step(TransformKind.Drop, ("data.junk", null), ("noise", null)),
        Step(TransformKind.Rename, ("data.id", "id")),
        Step(TransformKind.Constant, ("kind", "\"x\""))));

    [Theory]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("[{\"a\":1}]")]
    [InlineData("null")]
    public void Steps_RecordThatIsNoObject_IsBad(string record) =>
        Assert.Equal($"step 1 (drop): the record is {record}, which is no object", Row(record, Step(TransformKind.Drop, ("a", null))));
}
