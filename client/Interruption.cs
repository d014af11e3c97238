using System.Runtime.InteropServices;
using Gleaner.Client.Output;

namespace Gleaner.Client;

/// <summary>Ctrl-C and SIGTERM: the first one cancels <see cref="Token"/>, the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public CancellationToken Token => _source.Token;

    public bool HasHappened => _source.IsCancellationRequested;

    /// <summary>Listens to the process's signals.</summary>
    public static Interruption OfProcess()
    {
        var interruption = new Interruption();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            interruption._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interruption.Happen();
            }));
        }

        return interruption;
    }

    public void Happen()
    {
        if (HasHappened)
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        _source.Cancel();
    }

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }
}
