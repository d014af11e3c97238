using System.Text;
using Spectre.Console;

namespace Gleaner.Client.Output;

/// <summary>
/// The process's stdout and stderr. Both may be the same screen, with a progress bar on its last line: whoever writes
/// takes the bar away first and puts it back, under one lock.
/// </summary>
internal sealed class Terminal
{
    private const int PlainWidth = 10_000;

    private readonly Lock _lock = new();
    private readonly Stream _output;
    private readonly TextWriter _error;
    private readonly Lazy<IAnsiConsole> _errorConsole;
    private string? _bar;

    public Terminal(Stream output, TextWriter error, TerminalTraits traits)
    {
        _output = output;
        _error = error;
        Traits = traits;
        _errorConsole = new(() => CreateConsole(_error, traits.ErrorIsScreen, traits));
    }

    public TerminalTraits Traits { get; }

    public static Terminal OfProcess(Func<string, string?> environment) => new(
        Console.OpenStandardOutput(),
        new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
        TerminalTraits.OfProcess(environment));

    /// <summary>Writes bytes to stdout at once.</summary>
    public void WriteOutput(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var bar = Traits.OutputIsScreen ? EraseBar() : null;
            _output.Write(bytes);
            _output.Flush();
            DrawBar(bar);
        }
    }

    /// <summary>Writes one line to stdout.</summary>
    public void WriteOutputLine(string line) => WriteOutput(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Writes something of Spectre's to stdout: a table, a rule.</summary>
    public void WriteOutput(Spectre.Console.Rendering.IRenderable renderable)
    {
        using var text = new StringWriter();
        CreateConsole(text, Traits.OutputIsScreen, Traits).Write(renderable);
        WriteOutput(Encoding.UTF8.GetBytes(WithoutTrailingSpaces(text.ToString())));
    }

    /// <summary>Writes one line to stderr.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            var bar = EraseBar();
            _error.Write(PrintableText.Of(line) + "\n");
            DrawBar(bar);
        }
    }

    /// <summary>Shows a line of markup below everything else on stderr, in place of the one before; null takes it away.</summary>
    public void ShowBar(string? markup)
    {
        lock (_lock)
        {
            EraseBar();
            DrawBar(markup);
        }
    }

    private string? EraseBar()
    {
        var bar = _bar;
        if (bar is not null)
        {
            _error.Write("\r\u001b[2K");
            _bar = null;
        }

        return bar;
    }

    private void DrawBar(string? markup)
    {
        if (markup is not null)
        {
            _errorConsole.Value.Markup(markup);
            _bar = markup;
        }
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, bool screen, TerminalTraits traits)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = screen && !traits.Dumb ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = screen && traits.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });

        // Where there is no screen nothing may be wrapped: somebody greps it.
        console.Profile.Width = screen ? traits.Width : PlainWidth;
        console.Profile.Capabilities.Unicode = !traits.Dumb;
        return console;
    }

    private static string WithoutTrailingSpaces(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd(' ')));
}
