using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Gleaner.Tests.Engine;

[GenerateSerializer, Alias("test.Parcel")]
public sealed class Parcel
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public List<int> Numbers { get; set; } = [];

    [Id(2)]
    public Dictionary<string, Parcel?> Inner { get; set; } = [];
}

[GenerateSerializer, Alias("test.Shape")]
public abstract record Shape([property: Id(0)] string Colour);

[GenerateSerializer, Alias("test.Circle")]
public sealed record Circle(string Colour, [property: Id(0)] double Radius) : Shape(Colour);

[GenerateSerializer, Alias("test.Square")]
public sealed record Square(string Colour, [property: Id(0)] TimeSpan? Side, [property: Id(1)] ImmutableArray<Guid> Ids) : Shape(Colour);

[GenerateSerializer, Immutable, Alias("test.Frozen")]
public sealed class Frozen
{
    [Id(0)]
    public int[] Values { get; set; } = [];
}

public sealed class Unmarked
{
    public int Value { get; set; }
}

[GenerateSerializer, Alias("test.OwnException")]
public sealed class OwnException : Exception
{
    public OwnException(string message, int code)
        : base(message) => Code = code;

    [Id(0)]
    public int Code { get; private set; }
}

#pragma warning disable CA1064, CA1032 // What an exception of another's library looks like.
internal sealed class ForeignException(string message) : Exception(message);
#pragma warning restore CA1064, CA1032

[Alias("test.ICallGrain")]
public interface ICallGrain : IGrainWithStringKey
{
    Task<Parcel> Keep(Parcel parcel);

    Task<Parcel> Kept();

    Task<IReadOnlyList<Shape>> Shapes(IReadOnlyList<Shape> shapes);

    Task<Frozen> KeepFrozen(Frozen frozen);

    Task<bool> IsSameAsKept(string otherKey, Frozen frozen);

    Task<string> Describe(object thing);

    Task Throw(string kind);

    ValueTask<int> Twice(int number);

    [OneWay]
    Task Note(string text);

    Task<string> Noted();

    [ResponseTimeout("00:00:01")]
    Task Hang(int milliseconds);

    Task<string> WaitFor(int milliseconds, CancellationToken cancellationToken);

    Task<bool> SawCancellation();

    Task<(int Number, string? Text, DateTimeOffset When)> Tuple(int number, string? text, DateTimeOffset when);
}

[GrainType("test.calls"), Reentrant]
public sealed class CallGrain : Grain, ICallGrain
{
    private Parcel _kept = new();
    private Frozen? _frozen;
    private string _noted = "";
    private bool _cancelled;

    public Task<Parcel> Keep(Parcel parcel)
    {
        _kept = parcel;
        return Task.FromResult(parcel);
    }

    public Task<Parcel> Kept() => Task.FromResult(_kept);

    public Task<IReadOnlyList<Shape>> Shapes(IReadOnlyList<Shape> shapes) => Task.FromResult(shapes);

    public Task<Frozen> KeepFrozen(Frozen frozen)
    {
        _frozen = frozen;
        return Task.FromResult(frozen);
    }

    public Task<bool> IsSameAsKept(string otherKey, Frozen frozen) => Task.FromResult(ReferenceEquals(_frozen, frozen));

    public Task<string> Describe(object thing) => Task.FromResult($"{thing.GetType().Name}: {thing}");

    public async Task Throw(string kind)
    {
        await Task.Yield();
        throw kind switch
        {
            "own" => new OwnException("mine", 7),
            "foreign" => new ForeignException("theirs"),
            "foreign cause" => new InvalidOperationException("caused", new ForeignException("theirs")),
            "argument" => new ArgumentException("bad argument"),
            "data" => new InvalidOperationException("with data") { Data = { ["code"] = 1205 } },
            _ => new InvalidOperationException("not now", new OwnException("cause", 3)),
        };
    }

    public ValueTask<int> Twice(int number) => new(number * 2);

    public Task Note(string text)
    {
        _noted = text;
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task<string> Noted() => Task.FromResult(_noted);

    public Task Hang(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);

    public async Task<string> WaitFor(int milliseconds, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, cancellationToken);
            return "waited";
        }
        catch (OperationCanceledException)
        {
            _cancelled = true;
            throw;
        }
    }

    public Task<bool> SawCancellation() => Task.FromResult(_cancelled);

    public Task<(int Number, string? Text, DateTimeOffset When)> Tuple(int number, string? text, DateTimeOffset when) => Task.FromResult((number, text, when));
}

public sealed class CallTests(SharedCluster cluster) : IClassFixture<SharedCluster>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ICallGrain Outside => cluster.Client.GetGrain<ICallGrain>(SharedCluster.Key());

    [Fact]
    public async Task Argument_ChangedAfterTheCall_StaysAsItWasInTheGrain()
    {
        foreach (var factory in new[] { cluster.Client, cluster.Inside })
        {
            var grain = factory.GetGrain<ICallGrain>(SharedCluster.Key());
            var parcel = new Parcel { Name = "a", Numbers = { 1 }, Inner = { ["x"] = new Parcel { Name = "inner" }, ["none"] = null } };
            var returned = await grain.Keep(parcel);
            parcel.Numbers.Add(2);
            parcel.Inner["x"]!.Name = "changed";
            returned.Numbers.Add(3);
            var kept = await grain.Kept();
            Assert.Equal(("a", "inner"), (kept.Name, kept.Inner["x"]!.Name));
            Assert.Equal([1], kept.Numbers);
            Assert.True(kept.Inner.ContainsKey("none"));
        }
    }

    [Fact]
    public async Task Argument_OfDerivedTypes_ArrivesAsTheyAre()
    {
        List<Shape> shapes = [new Circle("red", 1.5), new Square("blue", TimeSpan.FromSeconds(1), [Guid.NewGuid()]), new Square("", null, [])];
        var back = await Outside.Shapes(shapes);
        Assert.Equal(shapes[0], back[0]);
        var square = Assert.IsType<Square>(back[1]);
        Assert.Equal(((Square)shapes[1]).Ids, square.Ids);
        Assert.Equal((((Square)shapes[1]).Side, "blue"), (square.Side, square.Colour));
        Assert.Null(((Square)back[2]).Side);
    }

    [Fact]
    public async Task Argument_Tuple_Arrives()
    {
        var when = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3));
        Assert.Equal((int.MinValue, null, when), await Outside.Tuple(int.MinValue, null, when));
        Assert.Equal((1, "héllo \ud83d\ude00\0", when), await Outside.Tuple(1, "héllo \ud83d\ude00\0", when));
    }

    [Fact]
    public async Task Argument_WithoutSerializer_IsRefused()
    {
        foreach (var factory in new[] { cluster.Client, cluster.Inside })
        {
            var grain = factory.GetGrain<ICallGrain>(SharedCluster.Key());
            await Assert.ThrowsAsync<CodecNotFoundException>(() => grain.Describe(new Unmarked()));
            Assert.Equal("Int32: 5", await grain.Describe(5));
        }
    }

    [Fact]
    public async Task Result_OfAValueTask_Arrives() => Assert.Equal(42, await Outside.Twice(21));

    [Fact]
    public async Task Exception_WithSerializer_ArrivesAsItself()
    {
        var exception = await Assert.ThrowsAsync<OwnException>(() => Outside.Throw("own"));
        Assert.Equal(("mine", 7), (exception.Message, exception.Code));
        Assert.Contains(nameof(CallGrain), exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_OfTheFramework_KeepsItsTypeAndCause()
    {
        Assert.Equal("bad argument", (await Assert.ThrowsAsync<ArgumentException>(() => Outside.Throw("argument"))).Message);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Outside.Throw(""));
        Assert.Equal(3, Assert.IsType<OwnException>(exception.InnerException).Code);
    }

    [Fact]
    public async Task Exception_WithoutSerializer_CannotCross()
    {
        var exception = await Assert.ThrowsAsync<CodecNotFoundException>(() => Outside.Throw("foreign"));
        Assert.Contains(nameof(ForeignException), exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CodecNotFoundException>(() => Outside.Throw("foreign cause"));
    }

    [Fact]
    public async Task Exception_WithData_KeepsIt()
        => Assert.Equal(1205, (await Assert.ThrowsAsync<InvalidOperationException>(() => Outside.Throw("data"))).Data["code"]);

    [Fact]
    public async Task Call_OneWay_ReturnsAtOnceAndReportsNothing()
    {
        var grain = Outside;
        await grain.Note("noted");
        while (await grain.Noted() != "noted")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }

    [Fact]
    public async Task Call_LongerThanItsResponseTimeout_TimesOut()
    {
        var before = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<TimeoutException>(() => Outside.Hang(6_000));
        Assert.InRange(TimeProvider.System.GetElapsedTime(before).TotalSeconds, 0.8, 5);
    }

    [Fact]
    public async Task Cancel_ByTheCaller_ReachesTheGrain()
    {
        foreach (var factory in new[] { cluster.Client, cluster.Inside })
        {
            var grain = factory.GetGrain<ICallGrain>(SharedCluster.Key());
            Assert.Equal("waited", await grain.WaitFor(1, Cancellation));
            using var cancellation = new CancellationTokenSource();
            var call = grain.WaitFor(20_000, cancellation.Token);
            Assert.False(await grain.SawCancellation());
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            while (!await grain.SawCancellation())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            }
        }
    }

    [Fact]
    public async Task Call_WithACancelledToken_IsNotMade()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Outside.WaitFor(1, new CancellationToken(true)));
}
