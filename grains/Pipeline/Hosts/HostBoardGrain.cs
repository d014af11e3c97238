using System.Collections.Immutable;
using Gleaner.Pipeline.Coordination;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// Every silo waits here for news of hosts that asked for patience: one call in flight for each silo, answered the moment there is
/// something. What lasts is written down, so that it survives this silo and the whole cluster.
/// </summary>
[GrainType("host-board")]
public sealed class HostBoardGrain : Grain, IHostBoardGrain
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly IPersistentState<HostBoardState> _state;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly BoardEntries _entries = new();
    private readonly Guid _epoch = Guid.NewGuid();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _written = Task.CompletedTask;
    private long _writtenVersion;

    public HostBoardGrain(
        [PersistentState(HostBoardState.StateName, RunPlanState.StorageName)] IPersistentState<HostBoardState> state,
        TimeProvider time,
        IHostApplicationLifetime lifetime) => (_state, _time, _stopping) = (state, time, lifetime.ApplicationStopping);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What servers asked for is asked for again by their next answers.
        _state.State.BeginAnewIfDamaged("the board of hosts that asked for patience");
        foreach (var (authority, until) in _state.State.Until)
        {
            _entries.Put(authority, until, _time.GetUtcNow());
        }

        _writtenVersion = _entries.Version;
        return Task.CompletedTask;
    }

    public async Task Post(ImmutableArray<HeldHost> held)
    {
        var now = _time.GetUtcNow();
        var isNews = false;
        foreach (var host in held)
        {
            isNews |= _entries.Put(host.Authority, now + host.For, now);
        }

        if (isNews)
        {
            var told = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            told.SetResult();
        }

        // One write at a time; what comes meanwhile is in the next one.
        for (var version = _entries.Version; _writtenVersion < version;)
        {
            if (_written.IsCompleted)
            {
                _written = Write();
            }

            await _written;
        }
    }

    public async Task<BoardNews?> Read(BoardCursor after, CancellationToken cancellation = default)
    {
        var version = after.Epoch == _epoch ? after.Version : -1;
        if (version == _entries.Version)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping);
            try
            {
                await _news.Task.WaitAsync(AnswerWithin, _time, either.Token);
            }
            catch (TimeoutException)
            {
                // No news is an answer.
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return new BoardNews(new BoardCursor(_epoch, _entries.Version), _entries.After(version, _time.GetUtcNow()));
    }

    private async Task Write()
    {
        var version = _entries.Version;
        _state.State.Until = _entries.Lasting(_time.GetUtcNow()).ToDictionary();
        try
        {
            await _state.WriteStateAsync();
            _writtenVersion = version;
        }
        catch
        {
            // It may have been written all the same: begin again from what is stored. The silos post what they know.
            DeactivateOnIdle();
            throw;
        }
    }
}
