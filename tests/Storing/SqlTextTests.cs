using System.Text;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Storing;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("plain text, ü and 🌾", "'plain text, ü and 🌾'")]
    [InlineData("", "''")]
    [InlineData("it's", "_utf8mb4 X'69742773'")]
    [InlineData("a\\", "_utf8mb4 X'615C'")]
    [InlineData("\0", "_utf8mb4 X'00'")]
    [InlineData("*/", "_utf8mb4 X'2A2F'")]
    [InlineData("* /", "'* /'")]
    [InlineData("'; DROP TABLE t; -- ", "_utf8mb4 X'273B2044524F50205441424C4520743B202D2D20'")]
    public void Text_AnyValue_IsQuotedOnlyWhenNothingInItCouldEndTheQuote(string value, string expected)
    {
        Assert.Equal(expected, new SqlText().Start("").Text(value).ToString());
        Assert.Equal(expected, new SqlText().Start("").Utf8(Encoding.UTF8.GetBytes(value)).ToString());
    }

    [Fact]
    public void Text_Null_IsNull() => Assert.Equal("NULL", new SqlText().Start("").Text(null).ToString());

    [Fact]
    public void Blob_BytesThatAreNoText_AreHexadecimal() => Assert.Equal("X'FF00'", new SqlText().Start("").Blob([0xff, 0]).ToString());

    [Fact]
    public void Utf8_BytesThatAreNoText_AreReplaced() => Assert.Equal("_utf8mb4 X'61EFBFBD'", new SqlText().Start("").Utf8([(byte)'a', 0xff]).ToString());

    [Fact]
    public void ThenMany_EndsBeforeTheNextStatementAndAtTheEndOfTheText()
    {
        var (open, close) = MySqlDriver.TakesTextsApart ? ("/*!", "*/") : ("", "");
        var sql = new SqlText().Start("BEGIN").ThenMany("INSERT a VALUES ").Row().Number(1).Raw(")").ThenMany("INSERT b VALUES ").Row().Text("*/ ?x").Raw(")").Then("COMMIT");
        Assert.Equal($"BEGIN; {open}INSERT a VALUES (1){close}; {open}INSERT b VALUES (_utf8mb4 X'2A2F203F78'){close}; COMMIT", sql.ToString());
        Assert.Equal($"{open}INSERT c{close}", sql.Start("").ThenMany("INSERT c").ToString());
    }

    [Fact]
    public void Text_EveryChar_NeverLeavesAnOpenQuote()
    {
        var sql = new SqlText();
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = sql.Start("").Text($"a{(char)c}").ToString();
            Assert.Equal(2, text.Count(x => x == '\''));
            Assert.DoesNotContain('\\', text);
        }
    }
}
