namespace Orleans.Runtime;

/// <content>How an activation ends.</content>
internal sealed partial class Activation
{
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (this)
        {
            if (_state >= State.Deactivating)
            {
                return;
            }

            _reason = deactivationReason;
            if (_state < State.Valid)
            {
                // Activated sees the reason when it is through.
                return;
            }

            _state = State.Deactivating;
            if (_requests.IsRunning)
            {
                return;
            }
        }

        RunTurn(static state => ((Activation)state!).End(), this);
    }

    /// <summary>Whether it has been idle for longer than its class allows; then it begins to end.</summary>
    public bool CollectIfIdle(long now)
    {
        lock (this)
        {
            if (_state != State.Valid || !_requests.IsIdle || _turns.Count > 0 || now < _keepAliveUntil || now - _lastUsed < Class.CollectionAge)
            {
                return false;
            }
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Idle for longer than {Class.Runtime.Elapsed(Class.CollectionAge)}."));
        return true;
    }

    public void DelayDeactivation(TimeSpan span)
        => _keepAliveUntil = span == TimeSpan.MaxValue || span == Timeout.InfiniteTimeSpan ? long.MaxValue
            : span <= TimeSpan.Zero ? 0
            : Class.Runtime.Now + Class.Runtime.Timestamps(span);

    public void AddTimer(GrainTimer timer) => (_timers ??= []).Add(timer);

    public void RemoveTimer(GrainTimer timer) => _timers?.Remove(timer);

    /// <summary>Ends it as a crash would.</summary>
    public void Abandon()
    {
        Close();
        DisposeTimers();
    }

    private async void End()
    {
        lock (this)
        {
            if (_state != State.Deactivating || _requests.IsRunning)
            {
                return;
            }

            // Only one of several End turns goes on.
            _state = State.Ending;
        }

        DisposeTimers();
        try
        {
            if (Instance is IGrainBase grain && Class.HasOnDeactivate)
            {
                using var timeout = new CancellationTokenSource(Class.Runtime.Collection.DeactivationTimeout, Class.Runtime.Time);
                await grain.OnDeactivateAsync(_reason, timeout.Token).WaitAsync(Class.Runtime.Collection.DeactivationTimeout, Class.Runtime.Time);
            }
        }
        catch (Exception exception)
        {
            EngineLog.DeactivationFailed(Class.Runtime.Logger, exception, GrainId);
        }

        ForwardAll(Close());
        DisposeInstance();
    }

    /// <summary>Leaves the directory: what comes from now on makes a new activation. Returns what was still waiting.</summary>
    private List<Request> Close()
    {
        lock (this)
        {
            _state = State.Ended;
            Class.Runtime.Directory.Remove(this);
            _deactivated?.TrySetResult();
            return _requests.TakeAll();
        }
    }

    private void ForwardAll(List<Request> requests)
    {
        foreach (Request request in requests)
        {
            Class.Runtime.Forward(request);
        }
    }

    private void DisposeTimers()
    {
        foreach (GrainTimer timer in _timers?.ToArray() ?? [])
        {
            timer.Dispose();
        }
    }

    private async void DisposeInstance()
    {
        try
        {
            if (Instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (Instance as IDisposable)?.Dispose();
            }

            if (_scope is IAsyncDisposable scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            EngineLog.DeactivationFailed(Class.Runtime.Logger, exception, GrainId);
        }
    }
}
