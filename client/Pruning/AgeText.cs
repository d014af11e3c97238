using System.Globalization;

namespace Gleaner.Client.Pruning;

/// <summary>Ages as people write them: a number and a unit, <c>90m</c>, <c>12h</c>, <c>30d</c>, <c>8w</c>.</summary>
internal static class AgeText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    private static readonly (char Unit, TimeSpan Length)[] Units =
        [('w', TimeSpan.FromDays(7)), ('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public static string? Parse(string text, out TimeSpan age)
    {
        age = default;
        if (text.Length < 2 || Array.Find(Units, u => u.Unit == text[^1]) is not { Unit: not '\0' } unit
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return $"'{text}' is not an age; write for example 12h, 30d or 8w";
        }

        if (number > Longest / unit.Length)
        {
            return $"'{text}' is out of range; at most {Longest.TotalDays:0}d is allowed";
        }

        age = number * unit.Length;
        return null;
    }

    /// <summary>The age in its largest whole unit, as <see cref="Parse"/> reads it.</summary>
    public static string Format(TimeSpan age)
    {
        var unit = age == TimeSpan.Zero ? Units[^1] : Units.First(u => u.Unit is not 'w' && age.Ticks % u.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{age / unit.Length:0}{unit.Unit}");
    }
}
