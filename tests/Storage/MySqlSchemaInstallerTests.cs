using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlSchemaInstallerTests : SchemaInstallerTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Install_WrongPassword_IsOneSentenceWithoutThePassword()
    {
        await using var store = TestStore.Unprepared(MySqlServer.As(await MySqlServer.NewDatabase(), "nobody", "p@ss/w:rd"));
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Schema.Install(Cancellation));
        Assert.EndsWith("refused the user 'nobody': wrong password, or no such user.", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("p@ss", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_NobodyListens_IsOneSentenceWithinTenSeconds()
    {
        var began = Stopwatch.GetTimestamp();
        await using var store = TestStore.Unprepared(StoreAddress.Parse($"mysql://u:secret@127.0.0.1:{LoopbackPort.Free()}/db"));
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Schema.Install(Cancellation));
        Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 12);
    }

    [Fact]
    public async Task Install_ListenerThatSaysNothing_IsOneSentenceWithinTenSeconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var began = Stopwatch.GetTimestamp();
        await using var store = TestStore.Unprepared(StoreAddress.Parse($"mysql://u:secret@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/db"));
        await Assert.ThrowsAsync<StoreException>(() => store.Schema.Install(Cancellation));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 12);
    }

    [Fact]
    public async Task Install_UserWhoMayNotCreateTheDatabase_IsToldToHaveItCreated()
    {
        var address = await MySqlServer.NewDatabase();
        await using var root = await TestStore.Open(address);
        var user = $"u{address.Database[^6..]}";
        await using (var connection = await root.Database.Open(Cancellation))
        {
            await connection.Execute($"CREATE USER '{user}'@'%' IDENTIFIED BY 'it''s p%40ss; \"quoted\" = 1'", Cancellation);
            await connection.Execute($"GRANT ALL PRIVILEGES ON `{address.Database}`.* TO '{user}'@'%'", Cancellation);
        }

        var password = "it's p%40ss; \"quoted\" = 1";
        await using var allowed = TestStore.Unprepared(MySqlServer.As(address, user, password));
        Assert.Equal(allowed.Schema.ProgramVersion, await allowed.Schema.Install(Cancellation));

        await using var other = TestStore.Unprepared(MySqlServer.As(await MySqlServer.NewDatabase(), user, password));
        var fault = await Assert.ThrowsAsync<StoreException>(() => other.Schema.Install(Cancellation));
        Assert.Contains("create it and grant the user all privileges on it", fault.Message, StringComparison.Ordinal);
    }
}
