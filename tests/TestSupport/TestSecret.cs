namespace Gleaner.Tests.TestSupport;

/// <summary>A secret in an environment variable of its own, for as long as it is not disposed.</summary>
public sealed class TestSecret : IDisposable
{
    private readonly string _variable = $"GLEANER_TEST_{Guid.NewGuid():n}";

    public TestSecret(string? value = null)
    {
        Value = value ?? $"canary{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(_variable, Value);
    }

    public string Value { get; }

    public string Reference => $"${{env:{_variable}}}";

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);
}
