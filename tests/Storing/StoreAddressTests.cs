using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Storing;

public sealed class StoreAddressTests
{
    [Fact]
    public void Parse_MySql_DecodesEveryPart()
    {
        var store = StoreAddress.Parse("mysql://us%40er:p%2Fa%3As%40s@db.local:3307/gle%20aner");
        Assert.Equal(("us@er", "p/a:s@s", "db.local", 3307, "gle aner"), (store.User, store.Password, store.Host, store.Port, store.Database));
    }

    [Fact]
    public void Parse_MySqlWithoutPort_Takes3306() => Assert.Equal(3306, StoreAddress.Parse("mysql://u:p@h/db").Port);

    [Fact]
    public void ToString_MySql_HidesThePassword() =>
        Assert.Equal("mysql://u@h:1/db", StoreAddress.Parse("mysql://u:secret@h:1/db").ToString());

    [Fact]
    public void ToSecretString_MySql_ParsesToTheSame()
    {
        var store = StoreAddress.Parse("mysql://us%40er:p%2Fa%3As%40s@127.0.0.1:3307/gle%20aner");
        Assert.Equal(store, StoreAddress.Parse(store.ToSecretString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sqlite:")]
    [InlineData("postgres://u@h/db")]
    [InlineData("mysql://u:secret@h:1")]
    [InlineData("mysql://u:secret@h:1/")]
    [InlineData("mysql://u:secret@:1/db")]
    [InlineData("mysql://u:secret@h:99999/db")]
    [InlineData("mysql://u:secret@h:x/db")]
    public void Parse_NotAStore_SaysHowToWriteOneWithoutThePassword(string text)
    {
        var fault = Assert.Throws<FormatException>(() => StoreAddress.Parse(text));
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.Contains(":", fault.Message, StringComparison.Ordinal);
    }
}
