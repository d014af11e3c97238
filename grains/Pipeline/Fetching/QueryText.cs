using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>A URL whose query is being added to. What is not touched stays, character for character.</summary>
internal sealed class QueryText
{
    private readonly string _before;
    private readonly List<string> _pieces;

    private QueryText(string before, List<string> pieces) => (_before, _pieces) = (before, pieces);

    /// <param name="url">Absolute URL; its fragment, which is never sent, is dropped.</param>
    public static QueryText Of(string url)
    {
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var sent = fragment < 0 ? url : url[..fragment];
        var mark = sent.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 || mark == sent.Length - 1
            ? new QueryText(sent.TrimEnd('?'), [])
            : new QueryText(sent[..mark], [.. sent[(mark + 1)..].Split('&')]);
    }

    /// <summary>True when there is a parameter of this name; case counts.</summary>
    public bool Has(string name) => _pieces.Exists(piece => NameOf(piece) == name);

    /// <summary>Adds a parameter at the end.</summary>
    public void Add(string name, string value)
    {
        if (_pieces is [.., ""])
        {
            _pieces.RemoveAt(_pieces.Count - 1);
        }

        _pieces.Add(Encode(name, value));
    }

    /// <summary>Puts a parameter in the place of all of its name, or at the end.</summary>
    public void Put(string name, string value)
    {
        var place = _pieces.FindIndex(piece => NameOf(piece) == name);
        if (place < 0)
        {
            Add(name, value);
            return;
        }

        _pieces[place] = Encode(name, value);
        for (var i = _pieces.Count - 1; i > place; i--)
        {
            if (NameOf(_pieces[i]) == name)
            {
                _pieces.RemoveAt(i);
            }
        }
    }

    /// <summary>Takes all parameters of a name out.</summary>
    public void Remove(string name) => _pieces.RemoveAll(piece => NameOf(piece) == name);

    public override string ToString() => _pieces.Count == 0 ? _before : $"{_before}?{string.Join('&', _pieces)}";

    private static string Encode(string name, string value) => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";

    private static string NameOf(string piece)
    {
        var end = piece.IndexOf('=', StringComparison.Ordinal);
        return Uri.UnescapeDataString((end < 0 ? piece : piece[..end]).Replace('+', ' '));
    }
}
