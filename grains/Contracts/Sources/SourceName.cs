using System.Security.Cryptography;
using System.Text;

namespace Gleaner.Contracts.Sources;

/// <summary>The rules for source names. Names are compared exactly, character for character.</summary>
public static class SourceName
{
    /// <summary>Longest name, in UTF-16 characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Says in one clause what is wrong with a name, or null when nothing is.</summary>
    public static string? FaultIn(string name) => name switch
    {
        "" => "is empty",
        { Length: > MaxLength } => $"has {name.Length} characters, {MaxLength} are allowed",
        _ when name.Any(char.IsControl) => "has a control character",
        _ when char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]) => "begins or ends with a space",
        _ when HasLoneSurrogate(name) => "is not valid Unicode text",
        _ => null,
    };

    /// <summary>The name of a bare URL: the URL itself, past <see cref="MaxLength"/> characters shortened and made unique by a hash.</summary>
    public static string ForUrl(string url)
    {
        if (url.Length <= MaxLength)
        {
            return url;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))[..16];
        var kept = MaxLength - hash.Length - 1;
        if (char.IsHighSurrogate(url[kept - 1]))
        {
            kept--;
        }

        return $"{url[..kept]}#{hash}";
    }

    private static bool HasLoneSurrogate(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
            {
                continue;
            }

            if (i + 1 >= name.Length || !char.IsSurrogatePair(name[i], name[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
