using System.Text;

namespace Gleaner.Pipeline.Fetching;

/// <summary>What one robots.txt says to us (RFC 9309): the rules of the groups for our product token, else of those for everybody.</summary>
internal sealed class RobotsRules
{
    private const string ProductToken = "gleaner";

    /// <summary>No rules: all is allowed.</summary>
    public static readonly RobotsRules None = new([]);

    private readonly List<(string Pattern, bool Allow)> _rules;

    private RobotsRules(List<(string Pattern, bool Allow)> rules) => _rules = rules;

    public static RobotsRules Read(string text)
    {
        List<(string, bool)> ours = [], everybody = [];
        var (forUs, forAll, inAgents, named) = (false, false, false, false);
        foreach (var line in text.TrimStart('\uFEFF').Split('\n', '\r'))
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var content = comment < 0 ? line : line[..comment];
            var colon = content.IndexOf(':', StringComparison.Ordinal);
            var (key, value) = colon < 0 ? ("", "") : (content[..colon].Trim().ToLowerInvariant(), content[(colon + 1)..].Trim());
            switch (key)
            {
                case "user-agent":
                    // Agents that follow each other share a group; one after rules begins the next.
                    (forUs, forAll) = (inAgents && forUs, inAgents && forAll);
                    inAgents = true;
                    forUs |= Product(value).Equals(ProductToken, StringComparison.OrdinalIgnoreCase);
                    named |= forUs;
                    forAll |= value == "*";
                    break;
                case "allow" or "disallow":
                    inAgents = false;
                    Add(forUs ? ours : null, value, key == "allow");
                    Add(forAll ? everybody : null, value, key == "allow");
                    break;
            }
        }

        return new RobotsRules(named ? ours : everybody);
    }

    /// <summary>The longest pattern that matches decides, of equals the one that allows; without any it is allowed.</summary>
    /// <param name="pathAndQuery">As it is sent.</param>
    public bool Allows(string pathAndQuery)
    {
        var path = Normal(pathAndQuery, pattern: false);
        var (longest, allow) = (-1, true);
        foreach (var rule in _rules)
        {
            if (rule.Pattern.Length >= longest && Matches(rule.Pattern, path))
            {
                allow = rule.Allow || (rule.Pattern.Length == longest && allow);
                longest = rule.Pattern.Length;
            }
        }

        return allow;
    }

    private static void Add(List<(string, bool)>? rules, string value, bool allow)
    {
        if (value.Length > 0)
        {
            rules?.Add((Normal(value, pattern: true), allow));
        }
    }

    /// <summary>The name in front of a version.</summary>
    private static string Product(string agent) =>
        new([.. agent.TakeWhile(c => char.IsAsciiLetter(c) || c is '-' or '_')]);

    /// <summary>* stands for any characters, $ at the end for the end; without it a pattern matches the beginning.</summary>
    private static bool Matches(string pattern, string path)
    {
        var whole = pattern.EndsWith('$');
        var (end, at, star, resume) = (whole ? pattern.Length - 1 : pattern.Length, 0, -1, 0);
        for (var i = 0; i < path.Length || at < end;)
        {
            if (at == end && !whole)
            {
                return true;
            }

            if (at < end && pattern[at] == '*')
            {
                (star, resume) = (at++, i);
            }
            else if (at < end && i < path.Length && pattern[at] == path[i])
            {
                (at, i) = (at + 1, i + 1);
            }
            else if (star >= 0 && resume < path.Length)
            {
                // Not so: let the last * stand for one character more.
                (at, i) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One spelling for what means the same: needless escapes are undone, needed ones are made, their digits in upper case.</summary>
    private static string Normal(string text, bool pattern)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var normal = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var (octet, escaped) = (bytes[i], false);
            if (octet == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                (octet, escaped) = (Convert.FromHexString($"{(char)bytes[i + 1]}{(char)bytes[i + 2]}")[0], true);
                i += 2;
            }

            var c = (char)octet;
            var plain = char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
            var special = c is '*' or '$' && !pattern;
            if (plain || (!escaped && !special && octet is > 0x20 and < 0x7F))
            {
                normal.Append(c);
            }
            else
            {
                normal.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return normal.ToString();
    }
}
