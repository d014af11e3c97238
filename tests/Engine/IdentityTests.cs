using System.Net;

namespace Gleaner.Tests.Engine;

/// <summary>What is in stored rows must be the same on either engine.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData("source", "s-a", 911_213_486)]
    [InlineData("test.place", "a key that is longer than sixteen bytes, é and \ud83d\ude00", 132_946_895)]
    public void GrainId_UniformHash_IsTheStoredOne(string type, string key, uint expected)
        => Assert.Equal(expected, GrainId.Create(type, key).GetUniformHashCode());

    [Fact]
    public void GrainId_WithoutAKey_IsRefused() => Assert.Throws<ArgumentException>(() => GrainId.Create("source", " "));

    [Fact]
    public void GrainId_Text_IsTypeAndKey()
    {
        var id = GrainId.Create("source", "a/b");
        Assert.Equal("source/a/b", id.ToString());
        Assert.Equal(id, GrainId.Parse("source/a/b"));
        Assert.NotEqual(id, GrainId.Create("source", "a/B"));
    }

    [Fact]
    public void SiloAddress_Text_ComesBack()
    {
        var address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 42);
        Assert.Equal("127.0.0.1:11111@42", address.ToParsableString());
        Assert.Equal(address, SiloAddress.FromParsableString("127.0.0.1:11111@42"));
        Assert.NotEqual(address, SiloAddress.New(IPAddress.Loopback, 11111, 43));
        Assert.True(SiloAddress.AllocateNewGeneration() < SiloAddress.AllocateNewGeneration());
    }

    [Fact]
    public void MembershipEntry_VotesPastTheLimit_ReplaceTheOldest()
    {
        var entry = new MembershipEntry();
        SiloAddress[] silos = [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        entry.AddOrUpdateSuspector(silos[0], time, 2);
        entry.AddOrUpdateSuspector(silos[1], time.AddSeconds(1), 2);
        entry.AddOrUpdateSuspector(silos[0], time.AddSeconds(2), 2);
        entry.AddOrUpdateSuspector(silos[2], time.AddSeconds(3), 2);
        Assert.Equal([silos[0], silos[2]], entry.SuspectTimes!.Select(vote => vote.Item1).Order());
    }
}
