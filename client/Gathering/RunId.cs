using System.Globalization;
using System.Security.Cryptography;

namespace Gleaner.Client.Gathering;

/// <summary>
/// Run ids: the UTC second and four random characters, <c>20261122-101530-x7k2</c>. They sort by time, and the client
/// makes them so that it can ask again after a lost answer without starting a second run.
/// </summary>
internal static class RunId
{
    // No letter or digit that is easily taken for another.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    public static string New(TimeProvider time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetString(Alphabet, 4)}");

    /// <summary>Whether a text could be a run's id; what could not is not asked for.</summary>
    public static bool IsPlausible(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
