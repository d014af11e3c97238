namespace Gleaner.Pipeline.Storing;

/// <summary>Spreads the tries of many waiters.</summary>
internal static class Jitter
{
    [ThreadStatic]
    private static Random? _random;

    /// <summary>0 up to 1.</summary>
    public static double Next() => (_random ??= new Random()).NextDouble();
}
