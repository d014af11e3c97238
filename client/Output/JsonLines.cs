using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gleaner.Client.Output;

/// <summary>Writes JSON objects to stdout, one a line. Nothing is held back after <see cref="Flush"/>.</summary>
internal sealed class JsonLines(Terminal terminal) : IDisposable
{
    private const int LargestKeptBuffer = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ArrayBufferWriter<byte> _buffer = new();
    private Utf8JsonWriter? _writer;

    /// <summary>Adds one object; <paramref name="properties"/> writes what is in it.</summary>
    public void Add(Action<Utf8JsonWriter> properties)
    {
        _writer ??= new Utf8JsonWriter(_buffer, Options);
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        properties(_writer);
        _writer.WriteEndObject();
        _writer.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > LargestKeptBuffer)
        {
            Flush();
        }
    }

    /// <summary>Adds one object and writes it at once.</summary>
    public void Write(Action<Utf8JsonWriter> properties)
    {
        Add(properties);
        Flush();
    }

    public void Flush()
    {
        if (_buffer.WrittenCount == 0)
        {
            return;
        }

        terminal.WriteOutput(_buffer.WrittenSpan);
        if (_buffer.Capacity > LargestKeptBuffer)
        {
            _buffer = new ArrayBufferWriter<byte>();
        }
        else
        {
            _buffer.ResetWrittenCount();
        }
    }

    public void Dispose()
    {
        Flush();
        _writer?.Dispose();
    }
}
