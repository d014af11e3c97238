using System.Text;
using Gleaner.Client.Output;
using Spectre.Console;

namespace Gleaner.Tests.Client.Output;

public sealed class TerminalTests : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Say_ControlCharacters_ArePictures()
    {
        Terminal(new TerminalTraits()).Say("a\u001b[31mb");
        Assert.Equal("a␛[31mb\n", _error.ToString());
    }

    [Fact]
    public void Say_UnderABar_TakesItAwayAndPutsItBack()
    {
        var terminal = Terminal(new TerminalTraits { ErrorIsScreen = true, Width = 80 });
        terminal.ShowBar("50 %");
        terminal.Say("news");
        Assert.Equal("50 %\r\u001b[2Knews\n50 %", _error.ToString());
    }

    [Fact]
    public void WriteOutput_TableIntoAPipe_HasNoLinesAndIsNotWrapped()
    {
        var terminal = Terminal(new TerminalTraits { Colors = true });
        var table = TableStyle.Create(terminal.Traits, "a", "b");
        table.AddRow(new Text(new string('x', 300)), new Text("y"));
        terminal.WriteOutput(table);
        Assert.Equal($"a{new string(' ', 300)}b\n{new string('x', 300)} y\n", Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void WriteOutput_OnAScreen_ColoursOnlyWhereAllowed(bool colors, bool coloured)
    {
        Terminal(new TerminalTraits { OutputIsScreen = true, Colors = colors }).WriteOutput(new Text("x", new Style(Color.Red)));
        Assert.Equal(coloured, Encoding.UTF8.GetString(_output.ToArray()).Contains('\u001b', StringComparison.Ordinal));
    }

    private Terminal Terminal(TerminalTraits traits) => new(_output, _error, traits);
}
