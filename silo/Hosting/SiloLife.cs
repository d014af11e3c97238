namespace Gleaner.Silo.Hosting;

/// <summary>Where a silo process stands.</summary>
internal enum SiloPhase
{
    /// <summary>Its store and its membership are being made ready.</summary>
    Starting,

    /// <summary>A member that takes work.</summary>
    Joined,

    /// <summary>Told to stop: it finishes or hands over what it has.</summary>
    Draining,
}

/// <summary>The life of one silo process, as its health is asked for from outside. The host changes when a start is tried again.</summary>
internal sealed class SiloLife
{
    private volatile State _state = new(SiloPhase.Starting, null, null);

    public SiloPhase Phase => _state.Phase;

    /// <summary>Services of the present host; null before the first one.</summary>
    public IServiceProvider? Services => _state.Services;

    /// <summary>What a start waits for, in a sentence; null when it goes on.</summary>
    public string? WaitsFor => _state.WaitsFor;

    public void Starts(IServiceProvider services) => _state = new State(SiloPhase.Starting, services, null);

    /// <summary>The start failed and is tried again; its host is gone.</summary>
    public void Waits(string why) => _state = new State(SiloPhase.Starting, null, why);

    public void Joined() => _state = _state with { Phase = SiloPhase.Joined };

    public void Drains() => _state = _state with { Phase = SiloPhase.Draining };

    private sealed record State(SiloPhase Phase, IServiceProvider? Services, string? WaitsFor);
}
