using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class BoardEntriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly BoardEntries _entries = new();

    [Fact]
    public void After_Version_GivesWhatIsNewSince()
    {
        _entries.Put("http://a:80", Now.AddSeconds(5), Now);
        var read = _entries.Version;
        _entries.Put("http://b:80", Now.AddSeconds(7), Now);
        Assert.Equal([new HeldHost("http://b:80", TimeSpan.FromSeconds(7))], _entries.After(read, Now));
        Assert.Empty(_entries.After(_entries.Version, Now));
        Assert.Equal(2, _entries.After(-1, Now).Length);
        Assert.Single(_entries.After(-1, Now.AddSeconds(6)));
    }

    [Fact]
    public void Put_ShorterOrPastWait_IsNoNews()
    {
        Assert.True(_entries.Put("http://a:80", Now.AddSeconds(5), Now));
        Assert.False(_entries.Put("http://a:80", Now.AddSeconds(4), Now));
        Assert.False(_entries.Put("http://b:80", Now, Now));
        Assert.True(_entries.Put("http://a:80", Now.AddSeconds(6), Now));
    }

    [Fact]
    public void Put_MoreThanTheBoardHolds_DropsThoseThatEndSoonest()
    {
        for (var i = 0; i <= BoardEntries.Most; i++)
        {
            _entries.Put($"http://h{i}:80", Now.AddSeconds(60 + i), Now);
        }

        var left = _entries.Lasting(Now).Select(e => e.Key).ToHashSet();
        Assert.InRange(left.Count, BoardEntries.Most / 2, BoardEntries.Most);
        Assert.DoesNotContain("http://h0:80", left);
        Assert.Contains($"http://h{BoardEntries.Most}:80", left);
    }
}
