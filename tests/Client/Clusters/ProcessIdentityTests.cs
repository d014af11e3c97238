using System.Diagnostics;
using Gleaner.Client.Clusters;

namespace Gleaner.Tests.Client.Clusters;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void IsAlive_ThisProcess_Is() => Assert.True(ProcessIdentity.Of(Environment.ProcessId)!.IsAlive());

    [Fact]
    public void IsAlive_PidOfAnotherTime_IsNot() => Assert.False(new ProcessIdentity(Environment.ProcessId, "0:0").IsAlive());

    [Fact]
    public void Of_NoSuchProcess_IsNull() => Assert.Null(ProcessIdentity.Of(int.MaxValue));

    [Fact]
    public async Task Terminate_RunningProcess_EndsIt()
    {
        using var process = Process.Start("sleep", "60");
        var identity = ProcessIdentity.Of(process.Id)!;
        Assert.False(await identity.WaitForEnd(TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken));
        identity.Terminate();
        Assert.True(await identity.WaitForEnd(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(identity.IsAlive());
    }
}
