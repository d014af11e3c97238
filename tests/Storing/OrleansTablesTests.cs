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

    protected abstract Task<StoreAddress> NewStore();

    [Fact]
    public async Task Membership_InsertAndUpdate_GoByTheVersionOfTheTable()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        var empty = await table.ReadAll();
        Assert.Empty(empty.Members);
        Assert.Equal(0, empty.Version.Version);

        var (first, second) = (Entry(11111), Entry(11112));
        Assert.True(await table.InsertRow(first, empty.Version.Next()));
        Assert.False(await table.InsertRow(second, empty.Version.Next()));
        Assert.Single((await table.ReadAll()).Members);
        var one = await table.ReadAll();
        Assert.False(await table.InsertRow(first, one.Version.Next()));
        Assert.Equal(1, (await table.ReadAll()).Version.Version);
        Assert.True(await table.InsertRow(second, one.Version.Next()));

        var two = await table.ReadAll();
        Assert.Equal(2, two.Version.Version);
        first.Status = SiloStatus.Dead;
        first.SuspectTimes = [Tuple.Create(second.SiloAddress, Now), Tuple.Create(first.SiloAddress, Now.AddSeconds(1))];
        Assert.False(await table.UpdateRow(first, "", one.Version.Next()));
        Assert.True(await table.UpdateRow(first, "", two.Version.Next()));
        var row = Assert.Single((await table.ReadRow(first.SiloAddress)).Members).Item1;
        Assert.Equal((SiloStatus.Dead, "silo 11111", "host", 30000, Now, Now), (row.Status, row.SiloName, row.HostName, row.ProxyPort, row.StartTime, row.IAmAliveTime));
        Assert.Equal(first.SuspectTimes, row.SuspectTimes);
        Assert.Equal(3, (await table.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task Membership_ManyNewcomersAtOnce_OneForEachVersion()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        var seen = await table.ReadAll();
        var won = await Task.WhenAll(Enumerable.Range(1, 10).Select(port => Task.Run(() => table.InsertRow(Entry(port), seen.Version.Next()))));
        Assert.Equal(1, won.Count(inserted => inserted));
        var after = await table.ReadAll();
        Assert.Equal((1, 1), (after.Version.Version, after.Members.Count));
    }

    [Fact]
    public async Task Membership_AliveTimeCleanupAndDeletion_DoWhatTheySay()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        var (live, dead) = (Entry(1), Entry(2));
        dead.Status = SiloStatus.Dead;
        Assert.True(await table.InsertRow(live, (await table.ReadAll()).Version.Next()));
        Assert.True(await table.InsertRow(dead, (await table.ReadAll()).Version.Next()));
        live.IAmAliveTime = Now.AddMinutes(1);
        await table.UpdateIAmAlive(live);
        var row = Assert.Single((await table.ReadRow(live.SiloAddress)).Members).Item1;
        Assert.Equal(live.IAmAliveTime, row.IAmAliveTime);
        Assert.Equal(2, (await table.ReadAll()).Version.Version);
        await table.CleanupDefunctSiloEntries(Now.AddHours(-1));
        Assert.Equal(2, (await table.ReadAll()).Members.Count);
        await table.CleanupDefunctSiloEntries(Now.AddHours(1));
        Assert.Equal(live.SiloAddress, Assert.Single((await table.ReadAll()).Members).Item1.SiloAddress);
        await table.DeleteMembershipTableEntries("gleaner");
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        Assert.Empty((await table.ReadAll()).Members);
    }

    [Fact]
    public async Task Gateways_ActiveSilosThatTakeClients_AreListed()
    {
        await using var store = await TestStore.Open(await NewStore());
        using var host = Silo(store);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        var (active, joining, closed) = (Entry(1), Entry(2), Entry(3));
        joining.Status = SiloStatus.Joining;
        closed.ProxyPort = 0;
        foreach (var entry in new[] { active, joining, closed })
        {
            Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));
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
        await table.StartAsync(TestContext.Current.CancellationToken);
        var entries = Enumerable.Range(0, 20).Select(i => new ReminderEntry
        {
            GrainId = GrainId.Create("bucket", $"bucket/{i}"), ReminderName = "tick", StartAt = Now.AddSeconds(i), Period = TimeSpan.FromDays(40),
        }).ToList();
        foreach (var entry in entries)
        {
            Assert.Equal("1", await table.UpsertRow(entry));
        }

        var read = await table.ReadRow(entries[3].GrainId, "tick");
        Assert.Equal((entries[3].GrainId, "tick", entries[3].StartAt, TimeSpan.FromDays(40), "1"), (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Equal("2", await table.UpsertRow(entries[3]));
        Assert.Equal("2", Assert.Single((await table.ReadRows(entries[3].GrainId)).Reminders).ETag);
        Assert.Null(await table.ReadRow(entries[3].GrainId, "other"));

        // Two halves of the ring hold each reminder once, wherever the ring is cut.
        foreach (var (a, b) in new[] { (0u, 0x8000_0000u), (0x4000_0000u, 0xC000_0000u), (0x7FFF_FFFFu, 0xFFFF_FFFFu) })
        {
            var halves = (await table.ReadRows(a, b)).Reminders.Concat((await table.ReadRows(b, a)).Reminders).Select(reminder => reminder.GrainId);
            Assert.Equal(entries.Select(entry => entry.GrainId).Order(), halves.Order());
        }

        Assert.False(await table.RemoveRow(entries[3].GrainId, "tick", "1"));
        Assert.True(await table.RemoveRow(entries[3].GrainId, "tick", "2"));
        Assert.Null(await table.ReadRow(entries[3].GrainId, "tick"));
        await table.TestOnlyClearTable();
        Assert.Empty((await table.ReadRows(0, 0)).Reminders);
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
