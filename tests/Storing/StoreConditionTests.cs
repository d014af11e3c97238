using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storing;

public sealed class StoreConditionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<StoreCondition> _log = new();
    private readonly PipelineMetrics _metrics = new();
    private readonly Database _database = new(StoreAddress.Parse("memory"));
    private readonly StoreCondition _condition;

    public StoreConditionTests() => _condition = new StoreCondition(_database, _time, _metrics, _log);

    public void Dispose()
    {
        _condition.Dispose();
        _database.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Trouble_OfManyThatWait_IsSaidOnceAndItsEndOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            _condition.Begin();
            _condition.Failed(new IOException("broken pipe"));
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("broken pipe", _condition.Trouble, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), _condition.TroubleFor);
        for (var i = 0; i < 5; i++)
        {
            _condition.Succeeded();
            _condition.End();
        }

        Assert.Null(_condition.Trouble);
        Assert.Equal(2, _log.Texts.Count);
        Assert.StartsWith("Waiting for the store: ", _log.Texts.First(), StringComparison.Ordinal);
        Assert.Equal("The store works again after 30.0 s.", _log.Texts.Last().TrimEnd());
    }

    [Fact]
    public void Trouble_OfASilentServer_NeedsNoFault()
    {
        _condition.Begin();
        _time.Advance(StoreCondition.TroubleAfter);
        Assert.EndsWith("does not answer", _condition.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_WhileOthersGoThrough_IsNone()
    {
        _condition.Begin();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _condition.Begin();
            _condition.Succeeded();
            _condition.End();
        }

        Assert.Null(_condition.Trouble);
        Assert.Empty(_log.Texts);
    }

    [Fact]
    public void Trouble_OfOneWhoGivesUpAndAsksAgain_GoesOn()
    {
        for (var i = 0; i < 3; i++)
        {
            _condition.Begin();
            _condition.Failed(new TimeoutException());
            _time.Advance(TimeSpan.FromSeconds(2));
            _condition.End();
        }

        _condition.Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(_condition.Trouble);
        Assert.Equal(TimeSpan.FromSeconds(7), _condition.TroubleFor);
    }

    [Fact]
    public async Task Probe_StoreThatAnswers_SaysNothing() =>
        Assert.Null(await _condition.Probe(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
}
