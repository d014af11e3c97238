using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.TestSupport;

/// <summary>Short ways to a source's grain, as a shard has them.</summary>
public static class SourceGrains
{
    public static readonly GatherOptions Options = new() { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(5), Deadline = TimeSpan.FromSeconds(10) };

    public static ISourceGrain Source(this EmbeddedSilo silo, string name) => silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source(name));

    public static FetchRequest Wish(string run, GatherOptions? options = null) => new() { Run = run, Shard = 0, Position = 0, Options = options ?? Options };

    /// <summary>Applies a source, politely as one of a file.</summary>
    public static async Task<SourceDefinition> Apply(this EmbeddedSilo silo, SourceDefinition source)
    {
        var polite = source.Politeness is null ? source with { Politeness = new PolitenessDefinition() } : source;
        await silo.Source(source.Name).Apply(polite);
        return polite;
    }

    /// <summary>Fetches an applied source for a new run, to its end.</summary>
    public static Task<Outcome> Fetch(this EmbeddedSilo silo, string name, GatherOptions? options = null) => silo.Fetch(name, Wish(Gathering.NewRun(), options));

    public static async Task<Outcome> Fetch(this EmbeddedSilo silo, string name, FetchRequest wish)
    {
        while (true)
        {
            if ((await silo.Source(name).Fetch(wish)).Outcome is { } outcome)
            {
                return outcome;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>All rows of a query over the silo's store.</summary>
    public static async Task<List<object?[]>> Rows(this EmbeddedSilo silo, string sql)
    {
        await using var rows = await silo.Services.GetRequiredService<StoreQuery>().Run(sql, TestContext.Current.CancellationToken);
        return await rows.ReadAll(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The records of a source, in order.</summary>
    public static async Task<List<string>> Records(this EmbeddedSilo silo, string name) =>
        [.. (await silo.Rows($"SELECT data FROM records WHERE source = '{name}' ORDER BY seq")).Select(row => (string)row[0]!)];

    public static async Task<long> Count(this EmbeddedSilo silo, string sql) =>
        Convert.ToInt64((await silo.Rows(sql)).Single().Single(), System.Globalization.CultureInfo.InvariantCulture);
}
