namespace Orleans.Runtime;

/// <summary>Something for an activation to do in its turns.</summary>
internal abstract class Request
{
    /// <summary>May run between the turns of any other.</summary>
    public abstract bool AlwaysInterleaves { get; }

    /// <summary>May run between the turns of others that also only read.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>Whether it counts as use of the grain, which holds off idle collection.</summary>
    public abstract bool KeepsAlive { get; }

    /// <summary>Whether it belongs to one activation and dies with it.</summary>
    public abstract bool IsLocalOnly { get; }

    /// <summary>Whether to run it now that its turn has come; one that nobody waits for any more answers itself and is dropped.</summary>
    public abstract bool TryBegin(Activation activation);

    public abstract Task Invoke(Activation activation);

    public abstract void Complete(Task done);

    public abstract void Fail(Exception exception);
}
