namespace Gleaner.Client.Output;

/// <summary>Shows a run's progress on stderr until it is disposed: a bar on a screen, else a line every few seconds.</summary>
internal sealed class ProgressDisplay : IAsyncDisposable
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);

    private readonly Terminal _terminal;
    private readonly GatherProgress _progress;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _showing;

    private ProgressDisplay(Terminal terminal, GatherProgress progress, TimeProvider time)
    {
        _terminal = terminal;
        _progress = progress;
        _showing = terminal.Traits.CanRedraw ? ShowBar(time) : ShowLines(time);
    }

    public static ProgressDisplay Start(Terminal terminal, GatherProgress progress, TimeProvider time) => new(terminal, progress, time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _terminal.ShowBar(null);
        _stop.Dispose();
    }

    private async Task ShowBar(TimeProvider time)
    {
        using var timer = new PeriodicTimer(BarInterval, time);
        do
        {
            _terminal.ShowBar(ProgressText.Bar(_progress.Read(), _terminal.Traits.Width));
        }
        while (await timer.WaitForNextTickAsync(_stop.Token));
    }

    private async Task ShowLines(TimeProvider time)
    {
        using var timer = new PeriodicTimer(LineInterval, time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            _terminal.Say(ProgressText.Line(_progress.Read()));
        }
    }
}
