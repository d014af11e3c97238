using System.Buffers;

namespace Gleaner.Pipeline.Fetching;

/// <summary>A body in memory rented from the shared pool: starts at 4 KiB, grows fourfold, never over its cap.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int Smallest = 4 * 1024;
    private const int LargestFirst = 64 * 1024;

    // Fourfold steps leave a third of the last size behind in the pool, so that all of it stays under twice the cap.
    private const int Growth = 4;

    private readonly int _cap;
    private readonly int _announced;
    private byte[] _array;

    /// <param name="cap">Most bytes it holds; over <see cref="Array.MaxLength"/> counts as that.</param>
    /// <param name="announced">Length that the server announced, or 0. It is believed in steps, since it may be a lie.</param>
    public PooledBody(long cap, long announced)
    {
        _cap = (int)Math.Min(cap, Array.MaxLength);
        _announced = (int)Math.Clamp(announced, 0, _cap);
        _array = ArrayPool<byte>.Shared.Rent(Math.Clamp(_announced, Math.Min(Smallest, _cap), Math.Min(LargestFirst, _cap)));
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>Room for more bytes, after growing where needed; empty exactly when the cap is reached.</summary>
    public Memory<byte> Free()
    {
        if (Length == _array.Length && Length < _cap)
        {
            Grow();
        }

        return _array.AsMemory(Length, Math.Min(_array.Length, _cap) - Length);
    }

    public void Advance(int count) => Length += count;

    public void Dispose()
    {
        var array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Grow()
    {
        var wanted = Math.Min((long)_array.Length * Growth, _cap);
        if (_announced > _array.Length)
        {
            wanted = Math.Min(_announced, (long)_array.Length * Growth * Growth);
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)wanted);
        _array.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
