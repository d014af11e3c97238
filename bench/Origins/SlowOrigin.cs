using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gleaner.Bench.Origins;

/// <summary>An origin that answers each request after one second, as a process of its own.</summary>
internal sealed class SlowOrigin : IAsyncDisposable
{
    /// <summary>First argument of the child process.</summary>
    public const string Verb = "slow-origin";

    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly string _address;

    private SlowOrigin(Process process, string address) => (_process, _address) = (process, address);

    public static async Task<SlowOrigin> Start()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Verb]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The slow origin did not start.");
        return new SlowOrigin(process, address);
    }

    /// <summary>The child process: serves until its standard input ends, so that it never outlives the bench.</summary>
    public static async Task<int> Serve()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging(logging => logging.ClearProviders());
        await using var web = builder.Build();
        web.Run(async context =>
        {
            await Task.Delay(Answer, TimeProvider.System, context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"slow":true}""", context.RequestAborted);
        });
        await web.StartAsync();
        Console.WriteLine(web.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public IReadOnlyList<string> Urls(int count) => [.. Enumerable.Range(0, count).Select(i => $"{_address}/slow/{i}")];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
