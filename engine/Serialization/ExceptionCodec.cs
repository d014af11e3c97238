using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Orleans.Serialization;

/// <summary>
/// An exception. One with [GenerateSerializer] crosses whole; one of the framework's keeps its type, message, trace and data.
/// Any other cannot cross.
/// </summary>
internal sealed class ExceptionCodec<T> : Codec<Exception>
    where T : Exception
{
    private static readonly FieldInfo s_message = Field("_message"), s_inner = Field("_innerException");

    private readonly ConstructorInfo? _constructor = typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []);
    private MemberCodec<T>[] _members = [];
    private CodecProvider _provider = null!;

    private ExceptionCodec() => IsImmutable = true;

    public override void Initialize(CodecProvider provider)
    {
        _provider = provider;
        if (typeof(T).IsDefined(typeof(GenerateSerializerAttribute), false))
        {
            _members = MemberCodec<T>.For(ObjectShape.MembersOf(typeof(T)), provider);
        }
    }

    public override void Write(WireWriter writer, Exception value)
    {
        var exception = (T)value;
        writer.String(value.Message);
        writer.String(value.StackTrace);
        writer.VarInt(value.HResult);
        _provider.Get<Exception?>().Write(writer, value is AggregateException ? null : value.InnerException);
        WriteData(writer, value.Data);
        foreach (MemberCodec<T> member in _members)
        {
            member.Write(writer, ref exception);
        }

        if (value is AggregateException aggregate)
        {
            _provider.Get<Exception[]>().Write(writer, [.. aggregate.InnerExceptions]);
        }
    }

    public override Exception Read(ref WireReader reader)
    {
        string? message = reader.String();
        string? trace = reader.String();
        int hresult = (int)reader.VarInt();
        Exception? inner = _provider.Get<Exception?>().Read(ref reader);
        Exception exception = Create(message, inner);
        ReadData(ref reader, exception.Data);
        if (exception is T typed)
        {
            foreach (MemberCodec<T> member in _members)
            {
                member.Read(ref reader, ref typed);
            }
        }

        if (typeof(T) == typeof(AggregateException))
        {
            exception = new AggregateException(_provider.Get<Exception[]>().Read(ref reader));
        }

        exception.HResult = hresult;
        return trace is null ? exception : ExceptionDispatchInfo.SetRemoteStackTrace(exception, trace);
    }

    // Exceptions are reports: within a process they are handed on as they are.
    public override Exception Copy(Exception value) => value;

    private Exception Create(string? message, Exception? inner)
    {
        var exception = (Exception)(_constructor?.Invoke(null) ?? RuntimeHelpers.GetUninitializedObject(typeof(T)));
        s_message.SetValue(exception, message);
        s_inner.SetValue(exception, inner);
        return exception;
    }

    private void WriteData(WireWriter writer, IDictionary data)
    {
        Codec<object?> codec = _provider.Get<object?>();
        writer.VarUInt((ulong)data.Count);
        foreach (DictionaryEntry entry in data)
        {
            codec.Write(writer, entry.Key);
            codec.Write(writer, entry.Value);
        }
    }

    private void ReadData(ref WireReader reader, IDictionary data)
    {
        Codec<object?> codec = _provider.Get<object?>();
        for (int left = reader.Count(); left > 0; left--)
        {
            object key = codec.Read(ref reader)!;
            data[key] = codec.Read(ref reader);
        }
    }

    private static FieldInfo Field(string name) => typeof(Exception).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
}
