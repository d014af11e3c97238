using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Tests.Upgrades;

/// <summary>
/// Makes the fixture databases of this version: what its own program left, by kill -9 on MySQL, with every kind of state in it and a run
/// that is not finished. Run it when a version is released, and check the files in (docs/OPERATING.md, "Upgrades"):
/// <c>GLEANER_FIXTURES=tests/Upgrades/Fixtures/NAME Gleaner.Tests -explicit only -class Gleaner.Tests.Upgrades.FixtureMaker</c>
/// </summary>
public sealed class FixtureMaker
{
    private const string Folder = "GLEANER_FIXTURES";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task MakeMySql()
    {
        await using var origin = await TestOrigin.Start();
        var address = await MySqlServer.NewDatabase();
        await using var silos = new SiloProcesses(address);
        await silos.Start(1, Cancellation);
        using var client = TestClient.Build(address);
        await client.StartAsync(Cancellation);
        await Fill(client.Services.GetRequiredService<IClusterClient>(), origin, address);
        await silos.Silos[0].Kill();
        await Dump(address, origin, "mysql.sql");
        await client.StopAsync(Cancellation);
    }

    [Fact(Explicit = true)]
    public async Task MakeSqlite()
    {
        await using var origin = await TestOrigin.Start();
        var address = TestStore.NewFile();
        await using (var silo = await EmbeddedSilo.Start(address, services => services.RunSchedules()))
        {
            await Fill(silo.Grains, origin, address);
        }

        await Dump(address, origin, "sqlite.sql");
    }

    private static async Task Fill(IGrainFactory grains, TestOrigin origin, StoreAddress address)
    {
        for (var id = 1; id <= 5; id++)
        {
            origin.Items.Set(id, "first");
        }

        var polite = new PolitenessDefinition();
        SourceDefinition[] sources =
        [
            new() { Name = "hourly", Url = origin.Url("/ok/hourly"), AllowPrivate = true, Politeness = polite, Schedule = new() { Every = TimeSpan.FromHours(1) } },
            new() { Name = "often", Url = origin.Url("/ok/often"), AllowPrivate = true, Politeness = polite, Schedule = new() { Every = TimeSpan.FromSeconds(2) } },
            new() { Name = "paused", Url = origin.Url("/ok/paused"), AllowPrivate = true, Politeness = polite, Schedule = new() { Every = TimeSpan.FromSeconds(2) } },
            new()
            {
                Name = "items", Url = origin.Url("/items"), AllowPrivate = true, Politeness = polite, Tags = ["incremental"],
                Cursor = new CursorDefinition { Field = "id", Param = "since", Key = ["id"] },
            },
            new() { Name = "tagged", Url = origin.Url("/etag/1"), AllowPrivate = true, Politeness = polite },
            new() { Name = "missing", Url = origin.Url("/status/404"), AllowPrivate = true, Politeness = polite },
            // The host of these is another one, so that its patience holds nobody else up.
            new() { Name = "patient", Url = origin.Url("/retry-after/100000").Replace("127.0.0.1", "localhost", StringComparison.Ordinal), AllowPrivate = true, Politeness = polite },
        ];
        foreach (var source in sources)
        {
            await grains.GetGrain<ISourceGrain>(GrainKeys.Source(source.Name)).Apply(source);
        }

        await grains.GetGrain<ISourceGrain>(GrainKeys.Source("paused")).Pause(true);
        var options = SourceGrains.Options with { Content = true };
        await Gathering.Start(grains, FixtureStore.Finished, [.. sources.Select(source => new PlannedSource(source.Name, null)), Planned(origin.Url("/ok/bare"))], options, Cancellation);
        await Gathering.Watch(grains, FixtureStore.Finished, Cancellation);
        await using var store = await TestStore.Open(address);
        await Eventually.Holds(async () => await store.Value("SELECT COUNT(*) FROM outcomes WHERE source = 'often'") is not 0L);

        // Left in its middle.
        var slow = Enumerable.Range(0, FixtureStore.UnfinishedSources).Select(i => Planned(origin.Url($"/slow/300/{i}"))).ToList();
        await Gathering.Start(grains, FixtureStore.Unfinished, slow, options with { Concurrency = 2 }, Cancellation);
        await Eventually.Holds(async () => await store.Value($"SELECT COUNT(*) FROM outcomes WHERE run = '{FixtureStore.Unfinished}'") is >= 6L);
    }

    private static PlannedSource Planned(string url) => new(Gathering.Source(url).Name, Gathering.Source(url));

    private static async Task Dump(StoreAddress address, TestOrigin origin, string file)
    {
        var folder = Environment.GetEnvironmentVariable(Folder) ?? throw new InvalidOperationException($"{Folder} names no folder.");
        Directory.CreateDirectory(folder);
        using var database = new Database(address);
        await File.WriteAllTextAsync(Path.Combine(folder, file), await StoreDump.Write(database, origin.Port, Cancellation), Cancellation);
    }
}
