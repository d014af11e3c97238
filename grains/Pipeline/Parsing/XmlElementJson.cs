using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// An XML element as JSON: text alone is a string without its outer white space; else an object, with attributes under "@name",
/// children under their names (an array where a name comes more than once) and text among them under "#text". Names keep
/// their prefixes, namespace declarations are left out. What is held is the JSON itself, not a tree of it.
/// </summary>
/// <param name="maxBytes">Most bytes of one element's JSON.</param>
internal sealed class XmlElementJson(long maxBytes)
{
    private readonly ArrayBufferWriter<byte> _joined = new();
    private readonly List<Member> _members = [];
    private readonly Dictionary<string, int> _ranks = new(StringComparer.Ordinal);
    private byte[] _values = new byte[1024];
    private int _length;

    /// <summary>Reads from the element's start to its end.</summary>
    /// <returns>The JSON, valid until the next call.</returns>
    /// <exception cref="ParseFaultException">It passes a bound.</exception>
    public ReadOnlySpan<byte> Read(XmlReader reader)
    {
        _length = 0;
        _members.Clear();
        var line = ((IXmlLineInfo)reader).LineNumber;
        if (Element(reader) > ParseLimits.MaxDepth)
        {
            throw ParseFaultException.Limit($"the element in line {line} is nested deeper than {ParseLimits.MaxDepth} levels of JSON, more than a database can read");
        }

        return _values.AsSpan(0, _length);
    }

    /// <summary>Appends the element's JSON; the depth of it.</summary>
    private int Element(XmlReader reader)
    {
        var (first, start) = (_members.Count, _length);
        var empty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            if (reader.Name != "xmlns" && reader.Prefix != "xmlns")
            {
                var at = _length;
                AppendString(reader.Value);
                Add(new Member($"@{reader.Name}", at, _length - at, Count: 1, Depth: 0));
            }
        }

        reader.MoveToElement();
        var text = empty ? "" : Content(reader, first);
        if (_members.Count == first)
        {
            AppendString(text);
            return 0;
        }

        if (text.Length > 0)
        {
            var at = _length;
            AppendString(text);
            Add(new Member("#text", at, _length - at, Count: 1, Depth: 0));
        }

        var depth = Join(CollectionsMarshal.AsSpan(_members)[first..]);
        _members.RemoveRange(first, _members.Count - first);
        _length = start;
        Append(_joined.WrittenSpan);
        return depth;
    }

    /// <summary>Everything between an element's tags; returns the text of it.</summary>
    private string Content(XmlReader reader, int first)
    {
        string? only = null;
        StringBuilder? several = null;
        var depth = reader.Depth;
        while (reader.Next() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                Child(reader, first);
            }
            else if (reader.IsText())
            {
                if (only is null)
                {
                    only = reader.Value;
                    continue;
                }

                several ??= new StringBuilder(only);
                several.Append(reader.Value);
            }
        }

        return (several?.ToString() ?? only ?? "").Trim();
    }

    private void Child(XmlReader reader, int first)
    {
        var name = reader.Name;
        var members = CollectionsMarshal.AsSpan(_members);
        if (members.Length > first && members[^1].Name == name)
        {
            // The next of its kind joins its neighbour.
            Append(","u8);
            var childDepth = Element(reader);
            members = CollectionsMarshal.AsSpan(_members);
            var last = members[^1];
            members[^1] = last with { Length = _length - last.Start, Count = last.Count + 1, Depth = Math.Max(last.Depth, childDepth) };
            return;
        }

        var start = _length;
        var depth = Element(reader);
        Add(new Member(name, start, _length - start, Count: 1, depth));
    }

    /// <summary>Writes the members as one object, those of a name together where the name first came; the depth of it.</summary>
    private int Join(Span<Member> members)
    {
        _joined.ResetWrittenCount();
        _ranks.Clear();
        for (var i = 0; i < members.Length; i++)
        {
            ref var rank = ref CollectionsMarshal.GetValueRefOrAddDefault(_ranks, members[i].Name, out var seen);
            rank = seen ? rank : i;
            members[i] = members[i] with { Rank = rank };
        }

        members.Sort((a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : a.Start.CompareTo(b.Start));
        var depth = 0;
        for (int i = 0, end; i < members.Length; i = end)
        {
            var (count, below) = (0, 0);
            for (end = i; end < members.Length && members[end].Rank == members[i].Rank; end++)
            {
                count += members[end].Count;
                below = Math.Max(below, members[end].Depth);
            }

            depth = Math.Max(depth, below + (count > 1 ? 1 : 0));
            _joined.Write(i == 0 ? "{\""u8 : ",\""u8);
            _joined.Write(JsonEncodedText.Encode(members[i].Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            _joined.Write(count > 1 ? "\":["u8 : "\":"u8);
            for (var m = i; m < end; m++)
            {
                _joined.Write(m == i ? default : ","u8);
                _joined.Write(_values.AsSpan(members[m].Start, members[m].Length));
            }

            _joined.Write(count > 1 ? "]"u8 : default);
        }

        _joined.Write("}"u8);
        return depth + 1;
    }

    private void Add(Member member)
    {
        if (_members.Count == ParseLimits.MaxXmlMembers)
        {
            throw ParseFaultException.Limit($"a record of it has more than {ParseLimits.MaxXmlMembers:N0} elements side by side");
        }

        _members.Add(member);
    }

    private void AppendString(string text)
    {
        Append("\""u8);
        Append(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        Append("\""u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + (long)bytes.Length > maxBytes)
        {
            throw ParseFaultException.Limit($"a record of it takes more than {maxBytes:N0} bytes");
        }

        if (_length + bytes.Length > _values.Length)
        {
            Array.Resize(ref _values, (int)Math.Min(Math.Max(_values.Length * 2L, _length + bytes.Length), Array.MaxLength));
        }

        bytes.CopyTo(_values.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>A part of an object: values of one name that stand side by side.</summary>
    /// <param name="Start">Where their JSON, joined by commas, begins in the values.</param>
    /// <param name="Depth">Of the deepest.</param>
    /// <param name="Rank">By which the parts of one object are ordered and brought together.</param>
    private readonly record struct Member(string Name, int Start, int Length, int Count, int Depth, int Rank = 0);
}
