namespace Gleaner.Tests.TestSupport;

/// <summary>Waits for what comes by itself, within a bound that only a defect passes.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the condition holds.</summary>
    public static async Task Holds(Func<Task<bool>> condition)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Bound, "what was waited for did not come");
            await Task.Delay(AskEvery, TimeProvider.System, cancellation);
        }
    }

    /// <inheritdoc cref="Holds(Func{Task{bool}})"/>
    public static Task Holds(Func<bool> condition) => Holds(() => Task.FromResult(condition()));
}
