using System.Net;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Hosts;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.TestSupport;

/// <summary>A fetcher and an origin for it, shared by the tests of a class.</summary>
public sealed class FetcherFixture : IAsyncLifetime
{
    /// <summary>Short enough for tests, long enough for a busy machine.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public TestOrigin Origin { get; private set; } = null!;

    public Fetcher Fetcher { get; } = Make();

    /// <summary>A fetcher without chance, so without backoff, unless told otherwise.</summary>
    public static Fetcher Make(FetchLimits? limits = null, IHostResolver? resolver = null, IJitter? jitter = null, TimeProvider? time = null, IHosts? hosts = null, ILogger<Fetcher>? log = null) =>
        new(limits ?? new FetchLimits(), resolver ?? new SystemHostResolver(), jitter ?? new FixedJitter(0), hosts ?? new OpenHosts(), time ?? TimeProvider.System, log ?? NullLogger<Fetcher>.Instance);

    public static FetchSpec Spec(string url, params HeaderField[] headers) =>
        new() { Url = url, Headers = [.. headers], Timeout = Timeout, Deadline = TimeSpan.FromSeconds(20), AllowPrivate = true };

    public Task<FetchResult> Fetch(string path, params HeaderField[] headers) =>
        Fetcher.Fetch(Spec(Origin.Url(path), headers), TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync() => Origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        Fetcher.Dispose();
        await Origin.DisposeAsync();
    }
}

/// <summary>Chance that always says the same.</summary>
public sealed class FixedJitter(double value) : IJitter
{
    public double Next() => value;
}

/// <summary>A resolver that answers from a list, one answer after the other; the last one stays.</summary>
public sealed class ScriptedResolver(params string[][] answers) : IHostResolver
{
    private int _asked = -1;

    public int Asked => _asked + 1;

    public Task<IPAddress[]> Resolve(string host, CancellationToken cancellation) =>
        Task.FromResult(Array.ConvertAll(answers[Math.Min(Interlocked.Increment(ref _asked), answers.Length - 1)], IPAddress.Parse));
}
