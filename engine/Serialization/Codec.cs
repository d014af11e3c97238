namespace Orleans.Serialization;

/// <summary>How values of one type are written, read and copied.</summary>
internal abstract class Codec
{
    /// <summary>Whether a value may be shared between grains as it is.</summary>
    public bool IsImmutable { get; protected set; }

    public abstract void WriteObject(WireWriter writer, object? value);

    public abstract object? ReadObject(ref WireReader reader);

    public abstract object? CopyObject(object? value);

    /// <summary>Resolves the codecs of the members, after this one can be found: types may contain themselves.</summary>
    public virtual void Initialize(CodecProvider provider)
    {
    }
}

internal abstract class Codec<T> : Codec
{
    public abstract void Write(WireWriter writer, T value);

    public abstract T Read(ref WireReader reader);

    public abstract T Copy(T value);

    public sealed override void WriteObject(WireWriter writer, object? value) => Write(writer, (T)value!);

    public sealed override object? ReadObject(ref WireReader reader) => Read(ref reader);

    public sealed override object? CopyObject(object? value) => IsImmutable ? value : Copy((T)value!);
}

internal delegate T ReadValue<out T>(ref WireReader reader);

/// <summary>A codec of an immutable type made from two functions.</summary>
internal sealed class SimpleCodec<T> : Codec<T>
{
    private readonly Action<WireWriter, T> _write;
    private readonly ReadValue<T> _read;

    public SimpleCodec(Action<WireWriter, T> write, ReadValue<T> read)
    {
        _write = write;
        _read = read;
        IsImmutable = true;
    }

    public override void Write(WireWriter writer, T value) => _write(writer, value);

    public override T Read(ref WireReader reader) => _read(ref reader);

    public override T Copy(T value) => value;
}
