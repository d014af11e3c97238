using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gleaner.Pipeline.Parsing;

/// <summary>The names of a CSV body's columns, no two of them equal: an empty one is named by its place (column3), one that comes again gets a number (price_2).</summary>
internal sealed class CsvColumns
{
    private readonly List<JsonEncodedText> _names = [];

    /// <summary>The names in use, each with the number that its next namesake gets.</summary>
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Without a header.</summary>
    public CsvColumns()
    {
    }

    /// <param name="header">As sent; outer spaces are no part of a name.</param>
    public CsvColumns(IEnumerable<string> header)
    {
        foreach (var name in header)
        {
            Add(name.Trim());
        }

        Count = _names.Count;
    }

    /// <summary>Columns of the header: those that every row has.</summary>
    public int Count { get; }

    /// <param name="index">0-based; may lie behind the header's last.</param>
    public JsonEncodedText Name(int index)
    {
        while (_names.Count <= index)
        {
            Add("");
        }

        return _names[index];
    }

    private void Add(string name)
    {
        name = name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"column{_names.Count + 1}");
        var unique = name;
        var next = _taken.GetValueOrDefault(name, 2);
        for (; _taken.ContainsKey(unique); next++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{next}");
        }

        _taken[name] = next;
        _taken.TryAdd(unique, 2);
        _names.Add(JsonEncodedText.Encode(unique, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
    }
}
