using System.Globalization;
using System.Text;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources.Incremental;

/// <summary>One value of a cursor field: a number, an instant (ISO 8601), or text.</summary>
/// <param name="Text">As the server wrote it, without quotes.</param>
internal readonly record struct CursorValue(string Text, decimal? Number, DateTimeOffset? Time) : IComparable<CursorValue>
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd"];

    /// <summary>Reads a JSON value; null for what cannot be a cursor.</summary>
    public static CursorValue? FromJson(ReadOnlySpan<byte> value) => value switch
    {
        [(byte)'"', ..] => JsonField.Text(value) is { } text ? new CursorValue(text, null, ParseTime(text)) : null,
        [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] => Encoding.UTF8.GetString(value) is var number ? new CursorValue(number, ParseNumber(number), null) : null,
        _ => null,
    };

    /// <summary>Reads what was kept or configured.</summary>
    public static CursorValue FromText(string text) => new(text, ParseNumber(text), ParseTime(text));

    public static CursorValue? Greatest(CursorValue? a, CursorValue? b) => a is { } one && b is { } other ? (one.CompareTo(other) >= 0 ? one : other) : a ?? b;

    public int CompareTo(CursorValue other) => (this, other) switch
    {
        ({ Number: { } a }, { Number: { } b }) => a.CompareTo(b),
        ({ Time: { } a }, { Time: { } b }) => a.CompareTo(b),
        _ => string.CompareOrdinal(Text, other.Text),
    };

    /// <summary>As it is sent: so much before it that what comes late is read again.</summary>
    public string Before(CursorDefinition cursor)
    {
        if (Number is { } number && cursor.LagNumber is { } by)
        {
            return (number - by).ToString(CultureInfo.InvariantCulture);
        }

        return Time is { } time && cursor.Lag is { } lag && lag > TimeSpan.Zero ? Like(Text, time - lag) : Text;
    }

    /// <summary>Writes an instant in the manner of another: date only or with time, fractions and zone where that has them.</summary>
    private static string Like(string model, DateTimeOffset time)
    {
        if (model.Length == "yyyy-MM-dd".Length)
        {
            return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var zone = model.EndsWith('Z') ? "'Z'" : model.AsSpan(11).IndexOfAny('+', '-') >= 0 ? "zzz" : "";
        // Down, never up: a window that begins a little earlier loses nothing.
        return time.ToString($"yyyy-MM-dd'{model[10]}'HH:mm:ss{(model.Contains('.', StringComparison.Ordinal) ? ".fff" : "")}{zone}", CultureInfo.InvariantCulture);
    }

    private static decimal? ParseNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? ParseTime(string text)
    {
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || (text.Length > 10 && text[10] is not ('T' or 't' or ' ')))
        {
            return null;
        }

        if (text.Length == 10)
        {
            return DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
