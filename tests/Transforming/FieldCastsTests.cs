using Gleaner.Contracts.Sources;
using static Gleaner.Tests.Transforming.Rows;

namespace Gleaner.Tests.Transforming;

public sealed class FieldCastsTests
{
    [Theory]
    [InlineData("\"12\"", "integer", "12")]
    [InlineData("\" +012 \"", "integer", "12")]
    [InlineData("\"-12\"", "integer", "-12")]
    [InlineData("\"-0\"", "integer", "0")]
    [InlineData("\"000\"", "integer", "0")]
    [InlineData("\"12345678901234567890123\"", "integer", "12345678901234567890123")]
    [InlineData("12345678901234567890123", "integer", "12345678901234567890123")]
    [InlineData("12.0", "integer", "12")]
    [InlineData("\"12.00\"", "integer", "12")]
    [InlineData("1e3", "integer", "1000")]
    [InlineData("true", "integer", "1")]
    [InlineData("\"\"", "integer", "null")]
    [InlineData("null", "integer", "null")]
    [InlineData("\"12.50\"", "number", "12.50")]
    [InlineData("\"+.5\"", "number", "0.5")]
    [InlineData("\"1.\"", "number", "1")]
    [InlineData("\"-1.5E-7\"", "number", "-1.5E-7")]
    [InlineData("\"0.10000000000000000000000000000001\"", "number", "0.10000000000000000000000000000001")]
    [InlineData("1.0", "number", "1.0")]
    [InlineData("false", "number", "0")]
    [InlineData("\"true\"", "boolean", "true")]
    [InlineData("\"FALSE\"", "boolean", "false")]
    [InlineData("\"1\"", "boolean", "true")]
    [InlineData("0", "boolean", "false")]
    [InlineData("true", "boolean", "true")]
    [InlineData("1.50", "text", "\"1.50\"")]
    [InlineData("true", "text", "\"true\"")]
    [InlineData("{\"b\":[1]}", "text", "\"{\\\"b\\\":[1]}\"")]
    [InlineData("\"x\"", "Text", "\"x\"")]
    [InlineData("\"2024-05-01T14:00:00+02:00\"", "timestamp", "\"2024-05-01T12:00:00Z\"")]
    [InlineData("\"Sun, 06 Nov 1994 08:49:37 GMT\"", "timestamp", "\"1994-11-06T08:49:37Z\"")]
    [InlineData("\"2024-05-01\"", "timestamp", "\"2024-05-01T00:00:00Z\"")]
    [InlineData("[1]", "array", "[1]")]
    [InlineData("{}", "object", "{}")]
    public void Cast_ValueThatFits_IsTurned(string value, string type, string expected) =>
        Assert.Equal($"{{\"a\":{expected}}}", Row($"{{\"a\":{value}}}", Step(TransformKind.Cast, ("a", type))));

    [Theory]
    [InlineData("\"12.5\"", "integer")]
    [InlineData("12.5", "integer")]
    [InlineData("\"12a\"", "integer")]
    [InlineData("\"1,234\"", "integer")]
    [InlineData("\"0x10\"", "integer")]
    [InlineData("\"1 2\"", "integer")]
    [InlineData("[1]", "integer")]
    [InlineData("\"NaN\"", "number")]
    [InlineData("\"Infinity\"", "number")]
    [InlineData("\"1e999\"", "number")]
    [InlineData("\"--1\"", "number")]
    [InlineData("\"1,5\"", "number")]
    [InlineData("\".\"", "number")]
    [InlineData("\"yes\"", "boolean")]
    [InlineData("2", "boolean")]
    [InlineData("\"yesterday\"", "timestamp")]
    [InlineData("1714567890", "timestamp")]
    [InlineData("{}", "array")]
    [InlineData("\"{}\"", "object")]
    public void Cast_ValueThatDoesNotFit_IsABadRowThatShowsIt(string value, string type) =>
        Assert.Equal($"step 1 (cast): 'a' is {value} and cannot be cast to {type}", Row($"{{\"a\":{value}}}", Step(TransformKind.Cast, ("a", type))));

    [Theory]
    [InlineData("""{"a":{"b":"1"}}""", "a.b", """{"a":{"b":1}}""")]
    [InlineData("""{"a":["1",{"b":"2"}]}""", "a.0", """{"a":[1,{"b":"2"}]}""")]
    [InlineData("""{"a":["1",{"b":"2"}]}""", "a.1.b", """{"a":["1",{"b":2}]}""")]
    [InlineData("""{"a.b":"1"}""", "a.b", """{"a.b":1}""")]
    [InlineData("""{"x":1}""", "a.b", """{"x":1}""")]
    public void Cast_Inside_ChangesTheValueWhereItStands(string record, string field, string expected) =>
        Assert.Equal(expected, Row(record, Step(TransformKind.Cast, (field, "integer"))));

    [Fact]
    public void Cast_LongValue_IsShownShort()
    {
        var reason = Row($"{{\"a\":\"{new string('x', 1000)}\"}}", Step(TransformKind.Cast, ("a", "integer")));

        Assert.Equal($"step 1 (cast): 'a' is \"{new string('x', 38)}… and cannot be cast to integer", reason);
    }
}
