using Gleaner.Client.Gathering;
using Gleaner.Contracts.Runs;

namespace Gleaner.Tests.Client.Gathering;

public sealed class FailOnTests
{
    [Theory]
    [InlineData("any", 2, 0, 0)]
    [InlineData("any", 2, 1, 3)]
    [InlineData("all", 1, 5, 0)]
    [InlineData("all", 0, 5, 3)]
    [InlineData("none", 0, 5, 0)]
    public void ExitCodeOf_Counts_FollowTheRule(string rule, int ok, int failed, int exitCode)
    {
        var status = ScriptedGather.Status(RunState.Completed) with { Ok = ok, Failed = failed };
        Assert.Equal(exitCode, Enum.Parse<FailOn>(rule, ignoreCase: true).ExitCodeOf(status));
    }
}
