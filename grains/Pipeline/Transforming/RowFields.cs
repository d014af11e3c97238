using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gleaner.Pipeline.Transforming;

/// <summary>An object's fields, in their order and open to change: the row itself, or an object in it.</summary>
internal sealed class RowFields
{
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private OrderedDictionary<string, FieldValue> _fields = new(StringComparer.Ordinal);

    /// <summary>Names of the object that was read before, by place: the next record mostly has the same.</summary>
    private readonly List<string> _names = [];

    public int Count => _fields.Count;

    public IEnumerable<KeyValuePair<string, FieldValue>> Fields => _fields;

    public FieldValue this[string name]
    {
        set => _fields[name] = value;
    }

    public static RowFields Read(ReadOnlyMemory<byte> json)
    {
        var fields = new RowFields();
        fields.Reread(json);
        return fields;
    }

    /// <summary>Becomes another object. Of a name given twice the last value counts, at the place of the first.</summary>
    /// <returns>False when the record is no object.</returns>
    public bool Reread(ReadOnlyMemory<byte> json)
    {
        _fields.Clear();
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        for (var place = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; place++)
        {
            var name = Name(ref reader, place);
            reader.Read();
            _fields[name] = RawJson.Value(ref reader, json);
        }

        return true;
    }

    public bool TryGet(string name, out FieldValue value) => _fields.TryGetValue(name, out value);

    /// <summary>The value at a path from here.</summary>
    public bool TryGet(FieldPath path, out FieldValue value)
    {
        if (_fields.TryGetValue(path.Text, out value))
        {
            return true;
        }

        if (path.Parts.Length == 1 || !_fields.TryGetValue(path.Parts[0], out value))
        {
            return false;
        }

        foreach (var part in path.Parts.AsSpan(1))
        {
            if (!value.TryGet(part, out value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The object that holds a path's field and the field's name in it; null when the path leads through something else.</summary>
    public (RowFields? Holder, string Name) Holder(FieldPath path) =>
        path.Parts.Length == 1 || _fields.ContainsKey(path.Text) ? (this, path.Text) : (Open(path.Parts), path.Name);

    /// <inheritdoc cref="FieldValue.Open"/>
    public RowFields? Open(ReadOnlySpan<string> parts)
    {
        if (parts.Length == 1)
        {
            return this;
        }

        var place = _fields.IndexOf(parts[0]);
        if (place < 0)
        {
            return null;
        }

        var (opened, holder) = _fields.GetAt(place).Value.Open(parts[1..]);
        _fields.SetAt(place, opened);
        return holder;
    }

    /// <summary>Sets the value at a path that is there, or whose last part alone is not.</summary>
    public void Set(FieldPath path, ReadOnlySpan<string> parts, FieldValue value)
    {
        if (parts.Length == 1 || _fields.ContainsKey(path.Text))
        {
            _fields[parts.Length == 1 ? parts[0] : path.Text] = value;
            return;
        }

        var place = _fields.IndexOf(parts[0]);
        _fields.SetAt(place, _fields.GetAt(place).Value.With(parts[1..], value));
    }

    public void Remove(string name) => _fields.Remove(name);

    /// <summary>Keeps these fields only, in this order.</summary>
    public void Replace(OrderedDictionary<string, FieldValue> fields) => _fields = fields;

    /// <summary>Puts members at the place of a field.</summary>
    public void Spread(string name, IReadOnlyList<KeyValuePair<string, FieldValue>> members)
    {
        var place = _fields.IndexOf(name);
        _fields.RemoveAt(place);
        foreach (var (member, value) in members)
        {
            _fields.Insert(place++, member, value);
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in _fields)
        {
            json.WritePropertyName(name);
            value.Write(json);
        }

        json.WriteEndObject();
    }

    private string Name(ref Utf8JsonReader reader, int place)
    {
        if (place < _names.Count && reader.ValueTextEquals(_names[place]))
        {
            return _names[place];
        }

        var name = reader.GetString()!;
        if (place < _names.Count)
        {
            _names[place] = name;
        }
        else if (place == _names.Count)
        {
            _names.Add(name);
        }

        return name;
    }
}
