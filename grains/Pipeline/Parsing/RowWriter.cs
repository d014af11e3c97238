using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Writes rows one after the other into pieces of memory, so that hardly more is held than the rows themselves.</summary>
/// <param name="maxBytes">Most bytes of all rows together.</param>
/// <param name="maxRows">Most rows.</param>
internal sealed class RowWriter(long maxBytes, int maxRows) : IBufferWriter<byte>, IDisposable
{
    private const int SmallestChunk = 1024;

    /// <summary>Below the size that the collector would put on its heap of large objects.</summary>
    private const int LargestChunk = 64 * 1024;

    /// <summary>Letters stay letters: what is written is read by databases, never by a browser.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly List<RecordSlices> _full = [];
    private RecordSlices.Builder _slices = new();
    private byte[] _chunk = [];
    private int _rowStart;
    private int _length;
    private long _bytes;
    private Utf8JsonWriter? _json;

    public int Count { get; private set; }

    /// <summary>The writer of the next row, which <see cref="End"/> ends.</summary>
    /// <exception cref="ParseFaultException">There are as many rows as allowed.</exception>
    public Utf8JsonWriter Begin()
    {
        if (Count == maxRows)
        {
            throw ParseFaultException.TooManyRecords(maxRows);
        }

        _rowStart = _length;
        return _json ??= new Utf8JsonWriter(this, Options);
    }

    /// <summary>Ends the row that was begun.</summary>
    /// <exception cref="ParseFaultException">The rows take more than allowed.</exception>
    public void End()
    {
        _json!.Flush();
        _json.Reset();
        Check(_length - _rowStart);
        _slices.Add(_rowStart, _length - _rowStart);
        _bytes += _length - _rowStart;
        _rowStart = _length;
        Count++;
    }

    /// <summary>Forgets what was written of the row that was begun.</summary>
    public void Abandon()
    {
        _json!.Reset();
        _length = _rowStart;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Finish()
    {
        CloseChunk();
        return _full.Count == 1 ? _full[0] : new RecordChunks(_full);
    }

    void IBufferWriter<byte>.Advance(int count) => _length += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        MakeRoom(sizeHint);
        return _chunk.AsMemory(_length);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        MakeRoom(sizeHint);
        return _chunk.AsSpan(_length);
    }

    public void Dispose() => _json?.Dispose();

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 1);
        if (_chunk.Length - _length >= size)
        {
            return;
        }

        // A row lies in one piece: what there is of it moves on to the next chunk.
        var begun = _length - _rowStart;
        Check(begun);
        var usual = Math.Clamp(_chunk.Length * 2, SmallestChunk, LargestChunk);
        var doubled = (int)Math.Min(begun * 2L, Array.MaxLength);
        var chunk = new byte[Math.Max(Math.Max(usual, doubled), begun + size)];
        _chunk.AsSpan(_rowStart, begun).CopyTo(chunk);
        CloseChunk();
        _chunk = chunk;
        (_rowStart, _length) = (0, begun);
    }

    private void CloseChunk()
    {
        if (_slices.Count > 0)
        {
            _full.Add(_slices.Over(_chunk));
            _slices = new RecordSlices.Builder();
        }
    }

    private void Check(int begun)
    {
        if (_bytes + begun > maxBytes)
        {
            throw ParseFaultException.Limit(string.Create(CultureInfo.InvariantCulture, $"its rows take more than {maxBytes:N0} bytes, since each of them repeats the names of its fields"));
        }
    }
}
