using Gleaner.Client.Output;
using Gleaner.Client.Verifying;

namespace Gleaner.Tests.Client.Verifying;

/// <summary>The files that a check reads, good and bad.</summary>
public sealed class NdjsonFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gleaner-test-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Read_LastLineCutOff_IsLeftOut()
    {
        var file = Write("""{"path":"/a","sha256":"AA","nonce":"n"}""" + "\n\n" + """{"path":"/b","sha""");
        var sent = await SentBodies.Read(file, Cancellation);
        Assert.True(sent.Contains("/a", "aa"));
        Assert.Equal((1, 0), (sent.CountOf("/a"), sent.CountOf("/b")));
    }

    [Fact]
    public async Task Read_EncodedAndPlainPath_AreTheSame()
    {
        var sent = await SentBodies.Read(Write("""{"path":"/a b?x=ü","sha256":"aa"}"""), Cancellation);
        Assert.True(sent.Contains("/a%20b?x=%C3%BC", "aa"));
    }

    [Theory]
    [InlineData("not json\n", ":1: not a JSON object.")]
    [InlineData("{\"path\":\"/a\",\"sha256\":\"aa\"}\n{\"path\":\n{}\n", ":2: not a JSON object.")]
    [InlineData("{\"path\":\"/a\"}\n", ":1: a property is missing, or not of its type; docs/RELIABILITY.md shows a line.")]
    [InlineData("{\"path\":7,\"sha256\":\"aa\"}\n", ":1: a property is missing, or not of its type; docs/RELIABILITY.md shows a line.")]
    [InlineData("[]\n", ":1: a property is missing, or not of its type; docs/RELIABILITY.md shows a line.")]
    public async Task Read_BadLine_IsNamedInOneSentence(string text, string sentence)
    {
        var file = Write(text);
        Assert.Equal(file + sentence, (await Assert.ThrowsAsync<UserErrorException>(() => SentBodies.Read(file, Cancellation))).Message);
    }

    [Fact]
    public async Task Read_NoFile_SaysSo() => Assert.Equal(
        "The file '/nowhere/at/all' cannot be read: it does not exist.",
        (await Assert.ThrowsAsync<UserErrorException>(() => SentBodies.Read("/nowhere/at/all", Cancellation))).Message);

    [Fact]
    public async Task Read_OutcomesOfOtherRunsToo_KeepsThoseOfTheRun()
    {
        var file = Write("""{"run":"r1","source":"a","ok":true,"sha256":"aa"}""" + "\n" + """{"run":"r2","source":"b","ok":false,"sha256":null}""" + "\n");
        Assert.Equal([new AcknowledgedOutcome("a", true, "aa")], await AcknowledgedOutcomes.Read(file, "r1", Cancellation));
        Assert.Equal([new AcknowledgedOutcome("b", false, null)], await AcknowledgedOutcomes.Read(file, "r2", Cancellation));
        var fault = await Assert.ThrowsAsync<UserErrorException>(() => AcknowledgedOutcomes.Read(file, "r3", Cancellation));
        Assert.Equal($"The file '{file}' has no outcome of run r3, only those of others.", fault.Message);
    }

    [Fact]
    public async Task Read_ClientKilledBeforeItsFirstOutcome_IsAnEmptyList() =>
        Assert.Empty(await AcknowledgedOutcomes.Read(Write(""), "r1", Cancellation));

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, "lines.ndjson");
        File.WriteAllText(file, text);
        return file;
    }
}
