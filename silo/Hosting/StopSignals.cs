using System.Runtime.InteropServices;

namespace Gleaner.Silo.Hosting;

/// <summary>What the process is told by SIGTERM and SIGINT: the first time to stop, the second time to be quick about it.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _hurried = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>Cancelled by the second one.</summary>
    public CancellationToken Hurried => _hurried.Token;

    public static StopSignals OfProcess()
    {
        var signals = new StopSignals();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT])
        {
            signals._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                signals.Happen();
            }));
        }

        return signals;
    }

    /// <summary>As a signal does.</summary>
    public void Happen() => (_asked.IsCancellationRequested ? _hurried : _asked).Cancel();

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _asked.Dispose();
        _hurried.Dispose();
    }
}
