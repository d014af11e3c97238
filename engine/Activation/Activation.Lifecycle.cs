using Orleans.Storage;

namespace Orleans.Runtime;

/// <content>From the first request to the last: activation, running requests, deactivation.</content>
internal sealed partial class Activation
{
    private static readonly Action<object?> s_pump = static state => ((Activation)state!).Pump();
    private static readonly Action<object?> s_activate = static state => ((Activation)state!).BeginActivation();
    private static readonly Action<Task, object?> s_finish = static (task, state) => RuntimeContext.Current!.Finish((Request)state!, task);

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

    private void BeginActivation()
    {
        lock (this)
        {
            _state = State.Activating;
        }

        if (!Class.Runtime.Owns(GrainId))
        {
            // The cluster changed while the request was on its way here.
            ForwardAll(Close());
            return;
        }

        Task activating = Activate();
        if (activating.IsCompletedSuccessfully)
        {
            Activated();
        }
        else
        {
            activating.ContinueWith(static (task, state) => ((Activation)state!).ActivationEnded(task), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, this);
        }
    }

    private async Task Activate()
    {
        if (Class.Runtime.Handover(GrainId) is { IsCompletedSuccessfully: false } handover)
        {
            await handover;
        }

        _lastUsed = Class.Runtime.Now;
        Instance = Class.CreateInstance(this, out IActivationState[]? states);
        if (states is null && !Class.HasOnActivate)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Class.Runtime.Collection.ActivationTimeout, Class.Runtime.Time);
        if (states is not null)
        {
            await Task.WhenAll(states.Select(state => state.ReadAsync(timeout.Token)));
        }

        if (Instance is IGrainBase grain)
        {
            await grain.OnActivateAsync(timeout.Token);
        }
    }

    private void ActivationEnded(Task activating)
    {
        if (activating.IsCompletedSuccessfully)
        {
            Activated();
            return;
        }

        Exception exception = TaskFailure.Of(activating);
        EngineLog.ActivationFailed(Class.Runtime.Logger, exception, GrainId);
        DisposeTimers();
        foreach (Request request in Close())
        {
            request.Fail(exception);
        }

        DisposeInstance();
    }

    private void Activated()
    {
        bool deactivate;
        lock (this)
        {
            if (_state == State.Ended)
            {
                return;
            }

            deactivate = _reason.ReasonCode != DeactivationReasonCode.None;
            _state = deactivate ? State.Deactivating : State.Valid;
            _lastUsed = Class.Runtime.Now;
        }

        if (deactivate)
        {
            End();
        }
        else
        {
            Pump();
        }
    }

    /// <summary>Starts every request that may start.</summary>
    private void Pump()
    {
        while (true)
        {
            Request? request;
            lock (this)
            {
                request = _state == State.Valid ? _requests.TryBegin(Class.IsReentrant) : null;
                if (request is null)
                {
                    _pumping = false;
                    return;
                }
            }

            if (!request.TryBegin(this))
            {
                Ended(request);
                continue;
            }

            Task running;
            try
            {
                running = request.Invoke(this);
            }
            catch (Exception exception)
            {
                running = Task.FromException(exception);
            }

            if (running.IsCompleted)
            {
                Complete(request, running);
            }
            else
            {
                running.ContinueWith(s_finish, request, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, this);
            }
        }
    }

    private void Finish(Request request, Task done)
    {
        Complete(request, done);
        lock (this)
        {
            if (_pumping || _requests.Waiting == 0)
            {
                return;
            }

            _pumping = true;
        }

        Pump();
    }

    private void Complete(Request request, Task done)
    {
        if (done.IsFaulted && done.Exception!.InnerException is InconsistentStateException { IsSourceActivation: true } stale)
        {
            // What it knows is not what is stored: the next activation reads afresh.
            stale.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, stale, "The state was changed by another."));
        }

        request.Complete(done);
        Ended(request);
    }

    private void Ended(Request request)
    {
        bool end;
        lock (this)
        {
            _requests.End(request, Class.IsReentrant);
            if (request.KeepsAlive)
            {
                _lastUsed = Class.Runtime.Now;
            }

            end = _state == State.Deactivating && !_requests.IsRunning;
        }

        if (end)
        {
            RunTurn(static state => ((Activation)state!).End(), this);
        }
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
