using Gleaner.Pipeline;

namespace Gleaner.Tests.Pipeline;

public sealed class SiloLimitsTests
{
    [Fact]
    public void Read_NothingSet_IsTheDefaults() => Assert.Equal(new SiloLimits(), SiloLimits.Read(_ => null));

    [Theory]
    [InlineData("GLEANER_MAX_SOURCES", 1)]
    [InlineData("GLEANER_MAX_RUNS", 2)]
    [InlineData("GLEANER_MAX_FETCHES", 3)]
    [InlineData("GLEANER_MAX_WAITING", 4)]
    [InlineData("GLEANER_MAX_QUEUED_WRITES", 5)]
    [InlineData("GLEANER_MAX_QUEUED_BYTES", 6)]
    public void Read_OneVariable_SetsItsLimitAlone(string name, int which)
    {
        var text = which == 2 ? "5" : which == 6 ? "2097152" : "1000";
        var defaults = new SiloLimits();
        var expected = which switch
        {
            1 => defaults with { MaxSourcesPerRun = 1_000 },
            2 => defaults with { MaxRuns = 5 },
            3 => defaults with { MaxFetches = 1_000 },
            4 => defaults with { MaxWaitingFetches = 1_000 },
            5 => defaults with { MaxQueuedWrites = 1_000 },
            _ => defaults with { MaxQueuedBytes = 2_097_152 },
        };
        Assert.Equal(expected, SiloLimits.Read(asked => asked == name ? text : null));
    }

    [Theory]
    [InlineData("GLEANER_MAX_SOURCES", "0", "GLEANER_MAX_SOURCES: '0' is not a whole number from 1 to 100000000.")]
    [InlineData("GLEANER_MAX_RUNS", "many", "GLEANER_MAX_RUNS: 'many' is not a whole number from 1 to 100000.")]
    [InlineData("GLEANER_MAX_FETCHES", "-5", "GLEANER_MAX_FETCHES: '-5' is not a whole number from 1 to 1000000.")]
    [InlineData("GLEANER_MAX_WAITING", "1e9", "GLEANER_MAX_WAITING: '1e9' is not a whole number from 0 to 1000000.")]
    [InlineData("GLEANER_MAX_QUEUED_WRITES", "0", "GLEANER_MAX_QUEUED_WRITES: '0' is not a whole number from 1 to 1000000.")]
    [InlineData("GLEANER_MAX_QUEUED_BYTES", "1", "GLEANER_MAX_QUEUED_BYTES: '1' is not a whole number from 1048576 to 68719476736.")]
    public void Read_ValueThatCannotBe_NamesTheVariableAndItsRange(string name, string value, string sentence)
    {
        Assert.Contains(name, SiloLimits.Variables);
        Assert.Equal(sentence, Assert.Throws<FormatException>(() => SiloLimits.Read(asked => asked == name ? value : null)).Message);
    }
}
