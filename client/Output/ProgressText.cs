using System.Globalization;
using System.Text;

namespace Gleaner.Client.Output;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    private const int LongestBar = 30;
    private const int ShortestBar = 5;

    /// <summary>One plain line, for logs and pipes.</summary>
    public static string Line(ProgressSnapshot progress) =>
        string.Join(", ", Parts(progress).Select(part => part.Text)) + (progress.Waits is { } waits ? $" ({PrintableText.Of(waits)})" : "");

    /// <summary>One line of Spectre markup with a bar, at most <paramref name="width"/> - 1 columns wide.</summary>
    public static string Bar(ProgressSnapshot progress, int width)
    {
        // One column stays free: a full line makes some terminals wrap.
        var room = width - 1;
        var shown = new List<(string Text, string Color)>();
        foreach (var part in Parts(progress))
        {
            var needed = part.Text.Length + (shown.Count > 0 ? 2 : 0);
            if (needed > room)
            {
                break;
            }

            shown.Add(part);
            room -= needed;
        }

        var markup = new StringBuilder();
        var barWidth = Math.Min(LongestBar, room - 1);
        if (barWidth >= ShortestBar)
        {
            var filled = progress.Total == 0 ? 0 : (int)((long)barWidth * progress.Done / progress.Total);
            markup.Append(CultureInfo.InvariantCulture, $"[green]{new string('━', filled)}[/][grey]{new string('━', barWidth - filled)}[/] ");
        }

        return markup.AppendJoin("  ", shown.Select(part => part.Color.Length == 0 ? part.Text : $"[{part.Color}]{part.Text}[/]")).ToString();
    }

    /// <summary>A duration for people: <c>850 ms</c>, <c>12.3 s</c>, <c>4 min 5 s</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes} min"),
    };

    private static IEnumerable<(string Text, string Color)> Parts(ProgressSnapshot progress)
    {
        var invariant = CultureInfo.InvariantCulture;
        yield return (progress.Total > 0
            ? string.Create(invariant, $"{progress.Done:#,0}/{progress.Total:#,0}")
            : string.Create(invariant, $"{progress.Done:#,0}"), "");
        yield return (string.Create(invariant, $"{progress.Ok:#,0} ok"), "green");
        yield return (string.Create(invariant, $"{progress.Failed:#,0} failed"), progress.Failed > 0 ? "red" : "");
        yield return (string.Create(invariant, $"{progress.RatePerSecond:#,0}/s"), "");
        if (progress.Waits is not null)
        {
            // A bar has no room for the whole sentence.
            yield return ("waiting for the store", "yellow");
            yield break;
        }

        if (progress.Left is { } left && progress.Done < progress.Total)
        {
            // Whole seconds: tenths would flicker.
            yield return ($"{Duration(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))} left", "grey");
        }
    }
}
