using Orleans.Storage;

namespace Orleans.Runtime;

/// <content>From the first request on: activation, and the running of requests.</content>
internal sealed partial class Activation
{
    private static readonly Action<object?> s_pump = static state => ((Activation)state!).Pump();
    private static readonly Action<object?> s_activate = static state => ((Activation)state!).BeginActivation();
    private static readonly Action<Task, object?> s_finish = static (task, state) => RuntimeContext.Current!.Finish((Request)state!, task);

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
}
