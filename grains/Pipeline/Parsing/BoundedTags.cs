namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Text that is to be XML, on its way to the reader: a start tag without end is refused before the reader has taken all of its
/// attributes in. Comments, CDATA sections and processing instructions are told from tags, their quotes and angles mean nothing.
/// </summary>
internal sealed class BoundedTags(TextReader inner) : TextReader
{
    private enum Inside
    {
        Text,

        /// <summary>Right behind an opening angle.</summary>
        Open,
        Tag,
        SingleQuotes,
        DoubleQuotes,

        /// <summary>Behind &lt;! or &lt;?: until the next closing angle that ends it.</summary>
        Aside,
    }

    private Inside _inside;
    private int _tagLength;

    /// <summary>What ends the aside, and how much of it has been seen.</summary>
    private string _asideEnd = ">";
    private readonly char[] _last = new char[3];
    private int _asideLength;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        Watch(buffer.AsSpan(index, read));
        return read;
    }

    public override int Read(Span<char> buffer)
    {
        var read = inner.Read(buffer);
        Watch(buffer[..read]);
        return read;
    }

    public override int Read()
    {
        var read = inner.Read();
        if (read >= 0)
        {
            Watch([(char)read]);
        }

        return read;
    }

    public override int Peek() => inner.Peek();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Watch(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (_inside == Inside.Text)
            {
                var angle = text.IndexOf('<');
                if (angle < 0)
                {
                    return;
                }

                _inside = Inside.Open;
                text = text[(angle + 1)..];
                continue;
            }

            _inside = Step(text[0]);
            text = text[1..];
        }
    }

    private Inside Step(char c)
    {
        switch (_inside)
        {
            case Inside.Open when c is '!' or '?':
                _asideEnd = c == '?' ? "?>" : ">";
                _asideLength = 0;
                return Inside.Aside;
            case Inside.Open:
                _tagLength = 0;
                return c == '>' ? Inside.Text : Inside.Tag;
            case Inside.Aside:
                return Aside(c);
            default:
                if (++_tagLength > ParseLimits.MaxXmlTagChars)
                {
                    throw ParseFaultException.Limit($"it has a tag of more than {ParseLimits.MaxXmlTagChars:N0} characters");
                }

                return (_inside, c) switch
                {
                    (Inside.Tag, '>') => Inside.Text,
                    (Inside.Tag, '"') => Inside.DoubleQuotes,
                    (Inside.Tag, '\'') => Inside.SingleQuotes,
                    (Inside.DoubleQuotes, '"') or (Inside.SingleQuotes, '\'') => Inside.Tag,
                    _ => _inside,
                };
        }
    }

    private Inside Aside(char c)
    {
        (_last[0], _last[1], _last[2]) = (_last[1], _last[2], c);
        _asideLength++;
        if (_asideLength == 2 && _last is [_, '-', '-'])
        {
            _asideEnd = "-->";
        }
        else if (_asideLength == 1 && c == '[')
        {
            _asideEnd = "]]>";
        }
        else if (c == '>' && _last.AsSpan().EndsWith(_asideEnd) && _asideLength >= _asideEnd.Length)
        {
            return Inside.Text;
        }

        return Inside.Aside;
    }
}
