using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Orleans.Serialization;

namespace Gleaner.Tests.Engine.Builtin;

[GenerateSerializer, Alias("test.Node")]
public sealed class Node
{
    [Id(0)]
    public Node? Next { get; set; }

    [Id(1)]
    public object? Anything { get; init; }
}

[GenerateSerializer, Alias("test.Point")]
public readonly record struct Point([property: Id(0)] int X, [property: Id(1)] int Y);

[GenerateSerializer, Alias("test.Twice")]
public sealed class Twice
{
    [Id(0)]
    public int First { get; set; }

    [Id(0)]
    public int Second { get; set; }
}

public sealed class CodecTests
{
    private static readonly CodecProvider s_codecs = new(new TypeNames());

    public static TheoryData<object> Values() =>
    [
        true, byte.MaxValue, sbyte.MinValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue,
        'x', 1.5f, double.NaN, decimal.MinValue, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), DayOfWeek.Friday,
        DateTime.SpecifyKind(new DateTime(2026, 1, 2, 3, 4, 5), DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        TimeSpan.MinValue, new DateOnly(2026, 1, 2), new TimeOnly(3, 4), "", "text", "lone \ud800 surrogate", new Uri("http://localhost/a?b"), new Version(1, 2, 3),
        new byte[] { 1, 2 }, new[] { "a", null }, new List<int?> { 1, null }, new HashSet<string> { "a" }, new Dictionary<string, List<int>> { ["a"] = [1] },
        new ConcurrentDictionary<int, string>(new Dictionary<int, string> { [1] = "a" }), ImmutableArray.Create(1, 2), ImmutableList.Create("a"),
        ImmutableDictionary.CreateRange<string, int>([new("a", 1)]), (1, "a"), Tuple.Create("a", 2L), new KeyValuePair<string, int>("a", 1),
        new Point(3, 4), IPAddress.IPv6Loopback, new IPEndPoint(IPAddress.Loopback, 80), GrainId.Create("a", "b"), new Circle("red", 2),
    ];

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Write_ThenRead_GivesAnEqualValue(object value) => Assert.Equal(value, Pass(value));

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Copy_GivesAnEqualValue(object value) => Assert.Equal(value, s_codecs.Get<object>().Copy(value));

    [Fact]
    public void Write_ATypeThatContainsItself_Works()
    {
        var node = (Node)Pass(new Node { Next = new Node { Anything = new List<object> { 1, "a", new Node() } } });
        var list = Assert.IsType<List<object>>(node.Next!.Anything);
        Assert.Equal([1, "a"], list.Take(2));
        Assert.IsType<Node>(list[2]);
    }

    [Fact]
    public void Write_ObjectsInACircle_IsRefused()
    {
        var node = new Node();
        node.Next = node;
        Assert.Throws<NotSupportedException>(() => Pass(node));
        Assert.Throws<NotSupportedException>(() => s_codecs.Get<Node>().Copy(node));
    }

    [Fact]
    public void Copy_WhatCannotChange_IsTheSameObject()
    {
        Shape circle = new Circle("red", 1);
        Assert.Same(circle, s_codecs.Get<Shape>().Copy(circle));
        var list = new List<Shape> { circle };
        Assert.NotSame(list, s_codecs.Get<List<Shape>>().Copy(list));
    }

    [Fact]
    public void Get_TwoMembersWithOneId_IsRefused() => Assert.Throws<CodecNotFoundException>(() => s_codecs.Get<Twice>());

    [Fact]
    public void Get_ATypeWithAnUnmarkedMember_IsRefusedEachTime()
    {
        Assert.Throws<CodecNotFoundException>(() => s_codecs.Get<List<Unmarked>>());
        Assert.Throws<CodecNotFoundException>(() => s_codecs.Get<List<Unmarked>>());
    }

    [Fact]
    public void Read_TornBytes_Throws()
    {
        var writer = new WireWriter();
        s_codecs.Get<object>().Write(writer, new List<string> { "some", "text" });
        for (var length = 0; length < writer.Position; length++)
        {
            var torn = writer.Written[..length].ToArray();
            Assert.ThrowsAny<Exception>(() =>
            {
                var reader = new WireReader(torn);
                s_codecs.Get<object>().Read(ref reader);
            });
        }
    }

    private static object Pass(object value)
    {
        var writer = new WireWriter();
        s_codecs.Get<object>().Write(writer, value);
        var reader = new WireReader(writer.Written);
        var read = s_codecs.Get<object>().Read(ref reader);
        Assert.Equal(0, reader.Rest.Length);
        return read;
    }
}
