using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources;

/// <summary>The one fetch that a source has under way, and the runs that wait for it.</summary>
internal sealed class FetchInProgress(TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<FetchRequest> _wishes = [];
    private SiloLoad? _load;
    private bool _lends;

    /// <summary>Ends once the outcomes are committed: one outcome for each run that waits.</summary>
    public TaskCompletionSource<IReadOnlyList<Outcome>> Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it needs a slot of the runs.</summary>
    public SlotRelease Slot { get; } = new(time);

    public CancellationToken Stopping => _stop.Token;

    public bool IsWanted => _wishes.Count > 0;

    /// <summary>False from the moment the rows are built: who comes later has to start a fetch of their own.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The runs that wait for it.</summary>
    public IEnumerable<string> Runs => _wishes.Select(wish => wish.Run);

    public bool Has(string run) => _wishes.Exists(w => w.Run == run);

    public void Join(FetchRequest request)
    {
        if (!Has(request.Run))
        {
            _wishes.Add(request);
        }
    }

    /// <summary>Takes one run's wish back and stops the exchange when nobody is left.</summary>
    public void Withdraw(string run)
    {
        if (IsOpen && _wishes.RemoveAll(w => w.Run == run) > 0 && !IsWanted)
        {
            _stop.Cancel();
        }
    }

    public void Stop() => _stop.Cancel();

    /// <summary>Holds a place on the silo until this is disposed; false when there was no room.</summary>
    public async ValueTask<bool> Enter(SiloLoad load, TimeSpan patience)
    {
        if (!await load.Enter(patience, _stop.Token))
        {
            return false;
        }

        _load = load;
        return true;
    }

    /// <summary>The host's door calls this, on any thread, when the fetch begins to wait for its permission and when it no longer does.</summary>
    public void WaitForHost(bool waits)
    {
        lock (_gate)
        {
            if (_load is { } load && waits != _lends)
            {
                _lends = waits;
                load.Lend(waits);
            }
        }

        Slot.WaitForHost(waits);
    }

    /// <summary>Closes the door and returns who is inside.</summary>
    public IReadOnlyList<FetchRequest> Close()
    {
        IsOpen = false;
        return _wishes;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_lends)
            {
                _lends = false;
                _load!.Lend(false);
            }

            _load?.Leave();
            _load = null;
        }

        Slot.Dispose();
        _stop.Dispose();
    }
}
