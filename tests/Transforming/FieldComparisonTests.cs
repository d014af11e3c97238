using Gleaner.Contracts.Sources;
using static Gleaner.Tests.Transforming.Rows;

namespace Gleaner.Tests.Transforming;

public sealed class FieldComparisonTests
{
    [Theory]
    [InlineData("1", FilterOperator.Equals, "1.0", true)]
    [InlineData("1", FilterOperator.Equals, "\"1\"", false)]
    [InlineData("1", FilterOperator.NotEquals, "\"1\"", true)]
    [InlineData("\"a\"", FilterOperator.Equals, "\"\\u0061\"", true)]
    [InlineData("\"a\"", FilterOperator.Equals, "\"A\"", false)]
    [InlineData("true", FilterOperator.Equals, "true", true)]
    [InlineData("null", FilterOperator.Equals, "null", true)]
    [InlineData("null", FilterOperator.NotEquals, "1", true)]
    [InlineData("{\"x\":[1]}", FilterOperator.Equals, "{ \"x\": [1] }", true)]
    [InlineData("10", FilterOperator.Greater, "9", true)]
    [InlineData("10", FilterOperator.Less, "9", false)]
    [InlineData("9007199254740993", FilterOperator.Greater, "9007199254740992", true)]
    [InlineData("1e300", FilterOperator.Greater, "1e299", true)]
    [InlineData("2", FilterOperator.GreaterOrEqual, "2.0", true)]
    [InlineData("\"10\"", FilterOperator.Less, "\"9\"", true)]
    [InlineData("\"10\"", FilterOperator.Greater, "9", false)]
    [InlineData("\"2024-05-02\"", FilterOperator.GreaterOrEqual, "\"2024-05-01\"", true)]
    [InlineData("\"2024-05-01T00:00:00.5Z\"", FilterOperator.Greater, "\"2024-05-01T00:00:00Z\"", true)]
    [InlineData("\"2024-05-01T00:00:01Z\"", FilterOperator.Greater, "\"2024-05-01T00:00:00.5Z\"", true)]
    [InlineData("null", FilterOperator.LessOrEqual, "1", false)]
    [InlineData("true", FilterOperator.Greater, "false", false)]
    [InlineData("\"abc\"", FilterOperator.Contains, "\"b\"", true)]
    [InlineData("\"abc\"", FilterOperator.Contains, "\"x\"", false)]
    [InlineData("[1,\"b\"]", FilterOperator.Contains, "\"b\"", true)]
    [InlineData("[1,2.0]", FilterOperator.Contains, "2", true)]
    [InlineData("12", FilterOperator.Contains, "1", false)]
    [InlineData("0", FilterOperator.Exists, "true", true)]
    [InlineData("null", FilterOperator.Exists, "true", false)]
    [InlineData("null", FilterOperator.Exists, "false", true)]
    public void Filter_Value_ByItsType(string value, FilterOperator comparison, string argument, bool kept)
    {
        var rows = Transform($"{{\"a\":{{\"b\":{value}}}}}", Filter("a.b", comparison, argument));

        Assert.Equal((kept ? 1 : 0, kept ? 0 : 1, 0), (rows.Rows.Count, rows.Filtered, rows.Bad));
        Assert.Null(rows.Error);
    }

    [Theory]
    [InlineData(FilterOperator.Equals, "null", true)]
    [InlineData(FilterOperator.NotEquals, "1", true)]
    [InlineData(FilterOperator.Exists, "true", false)]
    [InlineData(FilterOperator.Exists, "false", true)]
    [InlineData(FilterOperator.Less, "1", false)]
    public void Filter_FieldThatIsNotThere_CountsAsNull(FilterOperator comparison, string argument, bool kept) =>
        Assert.Equal(kept ? 1 : 0, Transform("""{"x":1}""", Filter("a", comparison, argument)).Rows.Count);

    [Fact]
    public void Filter_SeveralFields_AllMustHold() => Assert.Equal(
        ["""{"a":1,"b":1}"""],
        Texts(Transform(
            ["""{"a":1,"b":1}""", """{"a":1,"b":2}""", """{"a":2,"b":1}"""], null, [], false,
            new TransformStep(TransformKind.Filter, [new("a", "1"), new("b", "1")], FilterOperator.Equals))));
}
