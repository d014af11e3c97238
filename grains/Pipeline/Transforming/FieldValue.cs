using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// A JSON value in a row: the text that it came as, or an object or array that was opened because something in it changes. What
/// does not change is written as it came, numbers to the last digit.
/// </summary>
internal readonly struct FieldValue
{
    private readonly ReadOnlyMemory<byte> _raw;
    private readonly object? _opened;

    /// <param name="raw">UTF-8 JSON without outer white space.</param>
    public FieldValue(ReadOnlyMemory<byte> raw) => _raw = raw;

    public FieldValue(RowFields fields) => _opened = fields;

    private FieldValue(List<FieldValue> items) => _opened = items;

    public static FieldValue Null { get; } = new("null"u8.ToArray());

    public static FieldValue String(ReadOnlySpan<char> text)
    {
        var inside = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        return new FieldValue((byte[])[(byte)'"', .. inside, (byte)'"']);
    }

    /// <summary>True for the value of a field that is not there.</summary>
    public bool IsNothing => _opened is null && _raw.IsEmpty;

    public JsonValueKind Kind => _opened switch
    {
        RowFields => JsonValueKind.Object,
        List<FieldValue> => JsonValueKind.Array,
        _ => _raw.Span[0] switch
        {
            (byte)'{' => JsonValueKind.Object,
            (byte)'[' => JsonValueKind.Array,
            (byte)'"' => JsonValueKind.String,
            (byte)'t' => JsonValueKind.True,
            (byte)'f' => JsonValueKind.False,
            (byte)'n' => JsonValueKind.Null,
            _ => JsonValueKind.Number,
        },
    };

    /// <summary>The value's JSON; where it was opened, as it has become.</summary>
    public ReadOnlyMemory<byte> Raw
    {
        get
        {
            if (_opened is null)
            {
                return _raw;
            }

            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, RowFields.WriterOptions))
            {
                Write(json);
            }

            return buffer.WrittenMemory;
        }
    }

    /// <summary>A string's text, any other value's JSON.</summary>
    public string Text
    {
        get
        {
            if (Kind != JsonValueKind.String)
            {
                return Encoding.UTF8.GetString(Raw.Span);
            }

            var reader = new Utf8JsonReader(_raw.Span);
            reader.Read();
            return reader.GetString()!;
        }
    }

    /// <summary>The value as an object that can be changed; null when it is none.</summary>
    public RowFields? AsObject() => Kind != JsonValueKind.Object ? null : _opened as RowFields ?? RowFields.Read(_raw);

    /// <summary>The member or element that a path's part means; false when there is none.</summary>
    public bool TryGet(string part, out FieldValue value)
    {
        switch (_opened)
        {
            case RowFields fields:
                return fields.TryGet(part, out value);
            case List<FieldValue> items:
                var index = FieldPath.Index(part);
                value = index >= 0 && index < items.Count ? items[index] : default;
                return index >= 0 && index < items.Count;
            default:
                return RawJson.TryGet(_raw, part, out value);
        }
    }

    /// <summary>
    /// The object that holds a path's last part, opened on the way, and this value with it opened. Null when the path does not lead to an object.
    /// </summary>
    /// <param name="parts">What is left of the path.</param>
    public (FieldValue Value, RowFields? Holder) Open(ReadOnlySpan<string> parts)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                var fields = AsObject()!;
                return (new FieldValue(fields), fields.Open(parts));
            case JsonValueKind.Array when parts.Length > 1:
                var items = _opened as List<FieldValue> ?? RawJson.Items(_raw);
                var index = FieldPath.Index(parts[0]);
                if (index < 0 || index >= items.Count)
                {
                    return (this, null);
                }

                var (opened, holder) = items[index].Open(parts[1..]);
                items[index] = opened;
                return (new FieldValue(items), holder);
            default:
                return (this, null);
        }
    }

    /// <summary>This value with another one at a path in it, whose parts but the last exist; itself changed where it was opened before.</summary>
    /// <param name="parts">What is left of the path; none means the value itself.</param>
    public FieldValue With(ReadOnlySpan<string> parts, FieldValue value)
    {
        if (parts.IsEmpty)
        {
            return value;
        }

        if (AsObject() is { } fields)
        {
            fields[parts[0]] = fields.TryGet(parts[0], out var member) ? member.With(parts[1..], value) : value;
            return new FieldValue(fields);
        }

        var items = _opened as List<FieldValue> ?? RawJson.Items(_raw);
        var index = FieldPath.Index(parts[0]);
        items[index] = items[index].With(parts[1..], value);
        return new FieldValue(items);
    }

    public void Write(Utf8JsonWriter json)
    {
        switch (_opened)
        {
            case RowFields fields:
                fields.Write(json);
                break;
            case List<FieldValue> items:
                json.WriteStartArray();
                items.ForEach(item => item.Write(json));
                json.WriteEndArray();
                break;
            default:
                json.WriteRawValue(_raw.Span, skipInputValidation: true);
                break;
        }
    }
}
