using System.Globalization;

namespace Gleaner.Client.SourcesFile;

/// <summary>Sizes as people write them: a number and a unit, <c>512KiB</c>, <c>16MiB</c>, <c>1GB</c>.</summary>
internal static class ByteText
{
    // Longest names first: "16MiB" ends with B too.
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1),
    ];

    /// <summary>Parses a size within bounds, both included.</summary>
    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public static string? Parse(string text, long least, long most, out long bytes)
    {
        bytes = 0;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return $"'{text}' has no unit; write for example 512KiB, 16MiB or 1GB";
        }

        var (unit, factor) = Array.Find(Units, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (unit is null || !char.IsAsciiDigit(text[0])
            || !decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return $"'{text}' is not a size; write for example 512KiB, 16MiB or 1GB";
        }

        // Past this it is out of any range, and the product could not be told.
        if (number > long.MaxValue / (1L << 41) || number * factor < least || number * factor > most)
        {
            return $"'{text}' is out of range; from {Format(least)} to {Format(most)} is allowed";
        }

        bytes = (long)(number * factor);
        return null;
    }

    /// <summary>The size in its largest whole binary unit, as <see cref="Parse"/> reads it.</summary>
    public static string Format(long bytes)
    {
        var (unit, factor) = bytes == 0 ? Units[^1] : Units[..4].Reverse().FirstOrDefault(u => bytes % u.Bytes == 0, Units[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{unit}");
    }
}
