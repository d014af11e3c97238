using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation? _activation;

    protected Grain() => _activation = RuntimeContext.Current;

    public IGrainContext GrainContext => Activation;

    public string IdentityString => Activation.GrainId.ToString();

    protected internal IServiceProvider ServiceProvider => Activation.ActivationServices;

    protected IGrainFactory GrainFactory => Activation.Class.Runtime.GrainFactory;

    private Activation Activation => _activation ?? throw new InvalidOperationException("This grain was not made by a silo, so it has no runtime.");

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation after the current request.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Holds off idle collection for at least this long; zero or less takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
