using System.Net;

namespace Gleaner.Tests.Engine.Builtin;

public sealed class HashRingTests
{
    private static readonly GrainId[] Grains = [.. Enumerable.Range(0, 10_000).Select(i => GrainId.Create("source", $"s-{i}"))];

    [Fact]
    public void OwnerOf_WithFiveSilos_SharesTheGrainsEvenly()
    {
        var ring = new HashRing(Silos(5));
        Assert.All(Grains.GroupBy(ring.OwnerOf), group => Assert.InRange(group.Count(), 1_500, 2_500));
    }

    [Fact]
    public void OwnerOf_WhenASiloLeaves_MovesItsGrainsOnly()
    {
        var silos = Silos(4);
        var before = new HashRing(silos);
        var after = new HashRing(silos[..3]);
        Assert.All(Grains.Where(grain => !silos[3].Equals(before.OwnerOf(grain))), grain => Assert.Equal(before.OwnerOf(grain), after.OwnerOf(grain)));
    }

    [Fact]
    public void OwnerOf_WhateverTheOrderOfSilos_IsTheSame()
    {
        var silos = Silos(3);
        var ring = new HashRing(silos);
        var other = new HashRing(silos.Reverse());
        Assert.All(Grains, grain => Assert.Equal(ring.OwnerOf(grain), other.OwnerOf(grain)));
    }

    [Fact]
    public void OwnerOf_WithoutSilos_IsNobody() => Assert.Null(new HashRing([]).OwnerOf(Grains[0]));

    private static SiloAddress[] Silos(int count) => [.. Enumerable.Range(0, count).Select(i => SiloAddress.New(IPAddress.Loopback, 11111 + i, 7))];
}
