using System.Collections.Concurrent;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.TestSupport;

/// <summary>What a host was asked for.</summary>
public sealed record HostEntry(string Host, PolitenessDefinition? Politeness, TimeSpan Patience);

/// <summary>Permits, after the gate where there is one, and writes down.</summary>
public sealed class RecordingHosts : IHosts
{
    private int _inside;

    public TaskCompletionSource? Gate { get; set; }

    public TimeSpan HeldBack { get; set; }

    /// <summary>By the number of the entry, from 1; null permits.</summary>
    public Func<int, HostPass?> Answer { get; set; } = _ => null;

    public ConcurrentQueue<HostEntry> Entered { get; } = [];

    public ConcurrentQueue<string> Exits { get; } = [];

    public int Inside => _inside;

    public int MostInside { get; private set; }

    public async ValueTask<HostPass> Enter(Uri origin, PolitenessDefinition? politeness, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation)
    {
        Entered.Enqueue(new HostEntry(origin.Host, politeness, patience));
        var answer = Answer(Entered.Count);
        if (answer is not null)
        {
            return answer;
        }

        var held = TimeSpan.Zero;
        if (Gate is { Task.IsCompleted: false } gate)
        {
            waiting?.Invoke(true);
            await gate.Task.WaitAsync(cancellation);
            waiting?.Invoke(false);
            held = HeldBack;
        }

        MostInside = Math.Max(MostInside, Interlocked.Increment(ref _inside));
        return new Permit(this) { HeldBack = held };
    }

    private sealed record Permit(RecordingHosts Hosts) : HostPass(null, null)
    {
        private int _exits;

        public override void Exit(bool transportFailed, TimeSpan? retryAfter)
        {
            Assert.Equal(1, Interlocked.Increment(ref _exits));
            Interlocked.Decrement(ref Hosts._inside);
            Hosts.Exits.Enqueue((transportFailed ? "failed" : "exit") + (retryAfter is { } wait ? $":{wait.TotalSeconds}" : ""));
        }
    }
}
