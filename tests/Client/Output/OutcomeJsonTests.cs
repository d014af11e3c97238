using System.Text;
using System.Text.Json;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Tests.Client.Output;

public sealed class OutcomeJsonTests
{
    private static readonly Outcome Good = new()
    {
        Run = "r1", Source = "weather", Url = "http://a/ü", Ok = true, Status = 200, Attempts = 1, Bytes = 12, Records = 2, Sha256 = "ab", Unchanged = false,
        StartedAt = new DateTimeOffset(2026, 11, 22, 10, 0, 0, 7, TimeSpan.Zero), Duration = TimeSpan.FromMilliseconds(12.6), Shard = 0, Position = 0,
    };

    [Fact]
    public void Write_Good_HasEveryFieldInOrder() => Assert.Equal(
        """{"run":"r1","source":"weather","url":"http://a/ü","ok":true,"status":200,"error":null,"attempts":1,"bytes":12,"records":2,"sha256":"ab","unchanged":false,"startedAt":"2026-11-22T10:00:00.007Z","durationMs":13}""",
        Json(writer => OutcomeJson.Write(writer, Good)));

    [Fact]
    public void Write_Failed_HasKindAndMessage()
    {
        var failed = Good with { Ok = false, Status = null, Sha256 = null, Error = new FetchError(ErrorKind.BlockedAddress, "No.") };
        Assert.Contains(""","ok":false,"status":null,"error":{"kind":"blocked-address","message":"No."},""", Json(writer => OutcomeJson.Write(writer, failed)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", "\"content\":\"gr\u00fcn\"")]
    [InlineData(null, "\"content\":\"Z3LDvG4=\",\"contentEncoding\":\"base64\"")]
    public void WriteContent_TextOrBinary_IsStringOrBase64(string? charset, string expected) =>
        Assert.Equal($"{{{expected}}}", Json(writer => OutcomeJson.WriteContent(writer, SourceContent.Decode("grün"u8.ToArray(), charset))));

    [Fact]
    public void WriteContent_None_IsNull() => Assert.Equal("""{"content":null}""", Json(writer => OutcomeJson.WriteContent(writer, null)));

    [Fact]
    public void Decode_WindowsCharset_IsKnown() =>
        Assert.Equal("Привет", SourceContent.Decode([0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], "windows-1251").Text);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("no-such-charset")]
    public void Decode_NotWhatItSays_IsBinary(string charset) => Assert.Null(SourceContent.Decode([0x80, 0x81, 0xFD, 0x80], charset).Text);

    [Fact]
    public void Decode_ByteOrderMark_IsNoPartOfTheText() => Assert.Equal("a", SourceContent.Decode([0xEF, 0xBB, 0xBF, (byte)'a'], "utf-8").Text);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var lines = new JsonLines(new Terminal(output, TextWriter.Null, new TerminalTraits())))
        {
            lines.Add(write);
        }

        return Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n');
    }
}
