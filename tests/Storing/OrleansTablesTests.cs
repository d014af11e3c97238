using System.Net;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Gleaner.Tests.Storing;

/// <summary>The engine's membership and reminder tables over our statements, on every kind of store.</summary>
public abstract class OrleansTablesTests
{
    private static readonly DateTime Now = new(2026, 7, 30, 12, 34, 56, 789, DateTimeKind.Utc);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<StoreAddress> NewStore();

    [Fact]
    public async Task Membership_InsertAndUpdate_GoByTheVersionOfTheTable()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        var empty = await table.ReadAllAsync(Cancellation);
        Assert.Empty(empty.Members);
        Assert.Equal(0, empty.Version.Version);

        var (first, second) = (Entry(11111), Entry(11112));
        Assert.True(await table.InsertRowAsync(first, empty.Version.Next(), Cancellation));
        Assert.False(await table.InsertRowAsync(second, empty.Version.Next(), Cancellation));
        Assert.Single((await table.ReadAllAsync(Cancellation)).Members);
        var one = await table.ReadAllAsync(Cancellation);
        Assert.False(await table.InsertRowAsync(first, one.Version.Next(), Cancellation));
        Assert.Equal(1, (await table.ReadAllAsync(Cancellation)).Version.Version);
        Assert.True(await table.InsertRowAsync(second, one.Version.Next(), Cancellation));

        var two = await table.ReadAllAsync(Cancellation);
        Assert.Equal(2, two.Version.Version);
        first.Status = SiloStatus.Dead;
        first.SuspectTimes = [Tuple.Create(second.SiloAddress, Now), Tuple.Create(first.SiloAddress, Now.AddSeconds(1))];
        var (stale, etag) = (one.TryGet(first.SiloAddress)!.Item2, two.TryGet(first.SiloAddress)!.Item2);
        Assert.False(await table.UpdateRowAsync(first, stale, one.Version.Next(), Cancellation));
        Assert.False(await table.UpdateRowAsync(first, stale, two.Version.Next(), Cancellation));
        Assert.False(await table.UpdateRowAsync(first, etag, one.Version.Next(), Cancellation));
        Assert.True(await table.UpdateRowAsync(first, etag, two.Version.Next(), Cancellation));
        var row = Assert.Single((await table.ReadRowAsync(first.SiloAddress, Cancellation)).Members).Item1;
        Assert.Equal((SiloStatus.Dead, "silo 11111", "host", 30000, Now, Now), (row.Status, row.SiloName, row.HostName, row.ProxyPort, row.StartTime, row.IAmAliveTime));
        Assert.Equal(first.SuspectTimes, row.SuspectTimes);
        Assert.Equal(3, (await table.ReadAllAsync(Cancellation)).Version.Version);
    }

    [Fact]
    public async Task Membership_ManyNewcomersAtOnce_OneForEachVersion()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        var seen = await table.ReadAllAsync(Cancellation);
        var won = await Task.WhenAll(Enumerable.Range(1, 10).Select(port => Task.Run(() => table.InsertRowAsync(Entry(port), seen.Version.Next(), Cancellation))));
        Assert.Equal(1, won.Count(inserted => inserted));
        var after = await table.ReadAllAsync(Cancellation);
        Assert.Equal((1, 1), (after.Version.Version, after.Members.Count));
    }

    [Fact]
    public async Task Membership_AliveTimeCleanupAndDeletion_DoWhatTheySay()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        var (live, dead) = (Entry(1), Entry(2));
        dead.Status = SiloStatus.Dead;
        Assert.True(await table.InsertRowAsync(live, (await table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation));
        Assert.True(await table.InsertRowAsync(dead, (await table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation));
        live.IAmAliveTime = Now.AddMinutes(1);
        await table.UpdateIAmAliveAsync(live, Cancellation);
        var row = Assert.Single((await table.ReadRowAsync(live.SiloAddress, Cancellation)).Members).Item1;
        Assert.Equal(live.IAmAliveTime, row.IAmAliveTime);
        Assert.Equal(2, (await table.ReadAllAsync(Cancellation)).Version.Version);
        await table.CleanupDefunctSiloEntriesAsync(Now.AddHours(-1), Cancellation);
        Assert.Equal(2, (await table.ReadAllAsync(Cancellation)).Members.Count);
        await table.CleanupDefunctSiloEntriesAsync(Now.AddHours(1), Cancellation);
        Assert.Equal(live.SiloAddress, Assert.Single((await table.ReadAllAsync(Cancellation)).Members).Item1.SiloAddress);
        await table.DeleteMembershipTableEntriesAsync("gleaner", Cancellation);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        Assert.Empty((await table.ReadAllAsync(Cancellation)).Members);
    }

    [Fact]
    public async Task Gateways_ActiveSilosThatTakeClients_AreListed()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        var (active, joining, closed) = (Entry(1), Entry(2), Entry(3));
        joining.Status = SiloStatus.Joining;
        closed.ProxyPort = 0;
        foreach (var entry in new[] { active, joining, closed })
        {
            Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation));
        }

        using var client = Client(store);
        var gateways = client.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();
        Assert.Equal([new Uri("gwy.tcp://127.0.0.1:30000/7")], await gateways.GetGateways());
    }

    [Fact]
    public async Task Reminders_UpsertReadAndRemove_GoByVersionAndRange()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IReminderTable>();
        await table.StartAsync(Cancellation);
        var entries = Enumerable.Range(0, 20).Select(i => new ReminderEntry
        {
            GrainId = GrainId.Create("bucket", $"bucket/{i}"), ReminderName = "tick", StartAt = Now.AddSeconds(i), Period = TimeSpan.FromDays(40),
        }).ToList();
        foreach (var entry in entries)
        {
            Assert.Equal("1", await table.UpsertRow(entry, Cancellation));
        }

        var read = await table.ReadRow(entries[3].GrainId, "tick", Cancellation);
        Assert.Equal((entries[3].GrainId, "tick", entries[3].StartAt, TimeSpan.FromDays(40), "1"), (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Equal("2", await table.UpsertRow(entries[3], Cancellation));
        Assert.Equal("2", Assert.Single((await table.ReadRows(entries[3].GrainId, Cancellation)).Reminders).ETag);
        Assert.Null(await table.ReadRow(entries[3].GrainId, "other", Cancellation));

        // Two halves of the ring hold each reminder once, wherever the ring is cut.
        foreach (var (a, b) in new[] { (0u, 0x8000_0000u), (0x4000_0000u, 0xC000_0000u), (0x7FFF_FFFFu, 0xFFFF_FFFFu) })
        {
            var halves = (await table.ReadRows(a, b, Cancellation)).Reminders.Concat((await table.ReadRows(b, a, Cancellation)).Reminders).Select(reminder => reminder.GrainId);
            Assert.Equal(entries.Select(entry => entry.GrainId).Order(), halves.Order());
        }

        Assert.False(await table.RemoveRow(entries[3].GrainId, "tick", "1", Cancellation));
        Assert.True(await table.RemoveRow(entries[3].GrainId, "tick", "2", Cancellation));
        Assert.Null(await table.ReadRow(entries[3].GrainId, "tick", Cancellation));
        await table.TestOnlyClearTable(Cancellation);
        Assert.Empty((await table.ReadRows(0, 0, Cancellation)).Reminders);
    }

    private static MembershipEntry Entry(int port) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 7), SiloName = $"silo {port}", HostName = "host", Status = SiloStatus.Active, ProxyPort = 30000,
        StartTime = Now, IAmAliveTime = Now,
    };

    private static IHost Silo(TestStore store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(SetIds);
            silo.ConfigureEndpoints(IPAddress.Loopback, LoopbackPort.Free(), LoopbackPort.Free());
            silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (StoreRegistration.OrleansInvariant(store.Address), store.Database.Source));
            silo.UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = (StoreRegistration.OrleansInvariant(store.Address), store.Database.Source));
        });
        return builder.Build();
    }

    private static IHost Client(TestStore store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(SetIds);
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) =
                (StoreRegistration.OrleansInvariant(store.Address), StoreRegistration.ConnectionString(store.Address)));
        });
        return builder.Build();
    }

    private static void SetIds(ClusterOptions options) => (options.ServiceId, options.ClusterId) = ("gleaner", "gleaner");
}

public sealed class SqliteOrleansTablesTests : OrleansTablesTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}
