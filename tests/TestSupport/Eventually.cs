namespace Gleaner.Tests.TestSupport;

/// <summary>Waits for what comes by itself, within a bound that only a defect passes.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the condition holds.</summary>
    /// <param name="within">Another bound than the usual one.</param>
    /// <param name="otherwise">What there is instead when the bound has passed.</param>
    public static async Task Holds(Func<Task<bool>> condition, TimeSpan? within = null, Func<Task<string>>? otherwise = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var bound = within ?? Bound;
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > bound)
            {
                Assert.Fail($"Not within {bound.TotalSeconds:0} s: {(otherwise is null ? "what was waited for" : await otherwise())}");
            }

            await Task.Delay(AskEvery, TimeProvider.System, cancellation);
        }
    }

    /// <inheritdoc cref="Holds(Func{Task{bool}}, TimeSpan?, Func{Task{string}}?)"/>
    public static Task Holds(Func<bool> condition) => Holds(() => Task.FromResult(condition()));
}
