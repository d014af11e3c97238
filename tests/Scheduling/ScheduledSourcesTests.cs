using System.Globalization;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Scheduling;

public sealed class ScheduledSourcesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_MoreThanAPage_EachSourceInItsBucketOnce()
    {
        await using var store = await TestStore.Open(TestStore.NewFile());
        var names = Enumerable.Range(0, 2_500).Select(i => string.Create(CultureInfo.InvariantCulture, $"source-{i:0000}")).ToList();
        await Task.WhenAll(names.Select(name => Apply(store, name)));
        var sources = new ScheduledSources(store.Ledger);
        var buckets = await Task.WhenAll(Enumerable.Range(0, ScheduleBuckets.Count).Select(bucket => sources.Read(bucket, Cancellation)));
        Assert.Equal(names, buckets.SelectMany(bucket => bucket).Select(source => source.Name).Order(StringComparer.Ordinal));
        Assert.All(buckets.Index(), bucket => Assert.All(bucket.Item, source => Assert.Equal(bucket.Index, ScheduleBuckets.Of(source.Name))));
    }

    [Fact]
    public async Task Read_WhileAnotherReads_SeesWhatWasCommittedBefore()
    {
        await using var store = await TestStore.Open(TestStore.NewFile());
        var sources = new ScheduledSources(store.Ledger);
        for (var i = 0; i < 20; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"source-{i}");
            var under = sources.Read(0, Cancellation);
            await Apply(store, name);
            Assert.Contains(name, (await sources.Read(ScheduleBuckets.Of(name), Cancellation)).Select(source => source.Name));
            await under;
        }
    }

    private static async Task Apply(TestStore store, string name)
    {
        var state = await store.Read(name);
        state.State!.Definition = new SourceDefinition { Name = name, Url = "http://origin/", Schedule = new() { Every = TimeSpan.FromMinutes(5) } };
        state.State.Applied = true;
        await store.Write(name, state);
    }
}
