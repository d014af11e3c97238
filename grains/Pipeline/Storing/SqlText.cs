using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Builds a MySQL statement of many rows as text, which both drivers send far faster than thousands of parameters
/// (docs/decisions/0010). A value is put between quotes only when it holds no single quote, no backslash, no control character and no
/// end of a comment, so that no SQL mode and no driver can read it as anything but itself; every other value is written as hexadecimal digits.
/// </summary>
internal sealed class SqlText
{
    private static readonly SearchValues<char> UnsafeChars = SearchValues.Create("'\\" + string.Concat(Enumerable.Range(0, 32).Select(i => (char)i)) + "\u007f");

    private static readonly SearchValues<byte> UnsafeBytes = SearchValues.Create([.. "'\\"u8, .. Enumerable.Range(0, 32).Select(i => (byte)i), 127]);

    private const string CommentEnd = "*/";

    private readonly StringBuilder _text = new(64 * 1024);
    private int _rows;
    private bool _inComment;

    /// <summary>Rows begun in the statement.</summary>
    public int Rows => _rows;

    public int Length => _text.Length;

    /// <summary>Begins a statement; <paramref name="head"/> is our own text, never a value.</summary>
    public SqlText Start(string head)
    {
        _text.Clear().Append(head);
        _inComment = false;
        _rows = 0;
        return this;
    }

    /// <summary>Begins another statement in the same text.</summary>
    public SqlText Then(string head)
    {
        _text.Append(_inComment ? CommentEnd : "").Append(_text.Length == 0 ? "" : "; ").Append(head);
        _inComment = false;
        _rows = 0;
        return this;
    }

    /// <summary>
    /// Begins another statement, of many values. Where the driver takes texts apart token by token, to look for parameters, it goes as an
    /// executable comment, which MySQL and MariaDB run as what it holds and the driver passes on whole.
    /// </summary>
    public SqlText ThenMany(string head)
    {
        Then(MySqlDriver.TakesTextsApart ? "/*!" : "").Raw(head);
        _inComment = MySqlDriver.TakesTextsApart;
        return this;
    }

    /// <summary>Begins the next row or list element.</summary>
    public SqlText Row(string open = "(")
    {
        _text.Append(_rows++ == 0 ? "" : ",").Append(open);
        return this;
    }

    /// <summary>Appends our own text, never a value.</summary>
    public SqlText Raw(string text)
    {
        _text.Append(text);
        return this;
    }

    public SqlText Number(long value)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    public SqlText NumberOrNull(long? value) => value is { } number ? Number(number) : Raw("NULL");

    public SqlText Flag(bool value) => Raw(value ? "1" : "0");

    /// <summary>UTC with milliseconds, as DATETIME(3).</summary>
    public SqlText Time(DateTimeOffset value)
    {
        _text.Append(CultureInfo.InvariantCulture, $"'{value.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}'");
        return this;
    }

    public SqlText Text(string? value)
    {
        if (value is null)
        {
            return Raw("NULL");
        }

        if (!value.AsSpan().ContainsAny(UnsafeChars) && !value.Contains(CommentEnd, StringComparison.Ordinal))
        {
            _text.Append('\'').Append(value).Append('\'');
            return this;
        }

        return Hex("_utf8mb4 X'", Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Text that is UTF-8 already; bytes that are not are replaced by U+FFFD.</summary>
    public SqlText Utf8(ReadOnlySpan<byte> value)
    {
        var valid = System.Text.Unicode.Utf8.IsValid(value);
        if (valid && IsSafe(value))
        {
            return Quoted(value);
        }

        return Hex("_utf8mb4 X'", valid ? value : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)));
    }

    /// <summary>Bytes for a binary column.</summary>
    public SqlText Blob(ReadOnlySpan<byte> value) => IsSafe(value) && System.Text.Unicode.Utf8.IsValid(value)
        ? Quoted(value)
        : Hex("X'", value);

    public override string ToString() => _inComment ? _text + CommentEnd : _text.ToString();

    private static bool IsSafe(ReadOnlySpan<byte> value) => !value.ContainsAny(UnsafeBytes) && value.IndexOf("*/"u8) < 0;

    private SqlText Quoted(ReadOnlySpan<byte> value)
    {
        _text.Append('\'');
        var chars = ArrayPool<char>.Shared.Rent(value.Length);
        _text.Append(chars, 0, Encoding.UTF8.GetChars(value, chars));
        ArrayPool<char>.Shared.Return(chars);
        _text.Append('\'');
        return this;
    }

    private SqlText Hex(string open, ReadOnlySpan<byte> value)
    {
        _text.Append(open).Append(Convert.ToHexString(value)).Append('\'');
        return this;
    }
}
