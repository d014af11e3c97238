using System.Collections.Immutable;
using Gleaner.Contracts.Runs;

namespace Gleaner.Tests.Client.Gathering;

/// <summary>A coordinator that answers what a test says, one answer a call.</summary>
internal sealed class ScriptedGather : IGatherGrain
{
    public Queue<Func<OutcomePage>> Watches { get; } = new();

    public List<WatchCursor> Cursors { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>What each page waits for.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>Thrown by the next calls, one each; null for a call that works.</summary>
    public Queue<Exception?> Faults { get; } = new();

    public static RunStatus Status(RunState state) => new()
    {
        Run = "r", State = state, Sources = 3, Ok = 3, Failed = 0, StartedAt = DateTimeOffset.UnixEpoch,
    };

    public static Outcome Outcome(int shard, int position) => new()
    {
        Run = "r", Source = $"{shard}/{position}", Url = "http://a/", Ok = true, Attempts = 1, Bytes = 0, Records = 0, Unchanged = false,
        StartedAt = DateTimeOffset.UnixEpoch, Duration = TimeSpan.Zero, Shard = shard, Position = position,
    };

    public Task Begin(GatherOptions options) => Note("begin");

    public async Task Add(int page, ImmutableArray<PlannedSource> sources)
    {
        await Note($"add {page}: {sources.Length}");
        await Gate;
    }

    public async Task<RunStatus> Start(int pages)
    {
        await Note($"start {pages}");
        return Status(RunState.Running);
    }

    public Task<OutcomePage> Watch(WatchCursor cursor, CancellationToken cancellation = default)
    {
        Cursors.Add(cursor);
        return Task.FromResult(Watches.Dequeue()());
    }

    public Task<ImmutableArray<int>> GetShardSizes() => Task.FromResult<ImmutableArray<int>>([3]);

    public Task<RunStatus> GetStatus() => Task.FromResult(Status(RunState.Running));

    public async Task<RunStatus> Cancel()
    {
        await Note("cancel");
        return Status(RunState.Cancelled);
    }

    private Task Note(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
            return Faults.TryDequeue(out var fault) && fault is not null ? Task.FromException(fault) : Task.CompletedTask;
        }
    }
}
