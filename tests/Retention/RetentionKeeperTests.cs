using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.Retention;

/// <summary>The cluster's own pruning, by the setting in the store.</summary>
public sealed class RetentionKeeperTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_SettingMade_PrunesAtTheNextLookAndSaysWhenAgain()
    {
        await using var store = await TestStore.Open(TestStore.NewFile());
        await using (var connection = await store.Database.OpenOwn(Cancellation))
        {
            await connection.Execute(
                "INSERT INTO runs (run, state, sources, ok, failed, started_at, finished_at) VALUES ('old', 'completed', 0, 0, 0, '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:01.000Z')", Cancellation);
        }

        var time = new FakeTimeProvider();
        using var keeper = new RetentionKeeper(store.Database, store.Services.GetRequiredService<RunPruner>(), time, NullLogger<RetentionKeeper>.Instance);
        await keeper.StartAsync(Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1L, await store.Value("SELECT COUNT(*) FROM runs"));

        var table = new RetentionTable(store.Database);
        await table.Set(new RetentionRule(TimeSpan.FromDays(30), 0), Cancellation);
        while ((await table.Read(Cancellation))!.LastAt is null)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM runs"));
        var setting = (await table.Read(Cancellation))!;
        Assert.Equal(1, setting.LastRuns);
        Assert.InRange(setting.NextAt - setting.LastAt!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        await keeper.StopAsync(Cancellation);
    }
}
