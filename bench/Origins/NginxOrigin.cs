using System.Diagnostics;

namespace Gleaner.Bench.Origins;

/// <summary>nginx on a loopback port, answering every path with one small JSON object. It keeps the origin out of the measured process.</summary>
internal sealed class NginxOrigin : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"];

    private readonly Process _process;
    private readonly string _folder;

    private NginxOrigin(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <returns>Null when there is no nginx on PATH, which is then said.</returns>
    public static async Task<NginxOrigin?> Start()
    {
        var program = Array.Find(Programs, File.Exists);
        if (program is null)
        {
            await Console.Error.WriteLineAsync("This bench needs nginx; on Debian: apt-get install nginx-light.");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("gleaner-bench-").FullName;
        var port = FreePort.Find();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder, port));
        var process = Process.Start(new ProcessStartInfo(program, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf")]) { RedirectStandardError = true })!;
        var origin = new NginxOrigin(process, folder, port);
        await origin.UntilItAnswers();
        return origin;
    }

    public IReadOnlyList<string> Urls(int count) => [.. Enumerable.Range(0, count).Select(i => $"http://127.0.0.1:{Port}/source/{i}")];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Configuration(string folder, int port) => $$"""
        worker_processes 1;
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log;
        events { worker_connections 8192; }
        http {
          access_log off;
          keepalive_requests 1000000;
          client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
          server {
            listen 127.0.0.1:{{port}} backlog=4096;
            default_type application/json;
            location / { return 200 '{"id":"$uri","name":"a small record","value":42,"tags":["a","b"],"at":"2026-11-22T00:00:00Z"}'; }
          }
        }
        """;

    private async Task UntilItAnswers()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        for (var tries = 0; ; tries++)
        {
            try
            {
                await http.GetStringAsync($"http://127.0.0.1:{Port}/");
                return;
            }
            catch (HttpRequestException) when (tries < 50 && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
