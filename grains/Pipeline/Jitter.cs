namespace Gleaner.Pipeline;

/// <summary>Where chance comes from, so that tests can do without it.</summary>
public interface IJitter
{
    /// <summary>A number in [0, 1); called from any thread.</summary>
    double Next();
}

/// <summary>Real chance.</summary>
public sealed class RandomJitter : IJitter
{
#pragma warning disable RS0030, CA5394 // The one place that chance comes from; it spreads retries and guards no secret.
    public double Next() => Random.Shared.NextDouble();
#pragma warning restore RS0030, CA5394
}
