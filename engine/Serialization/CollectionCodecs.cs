using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Serialization;

/// <summary>The collections that calls may use, each as its items and a way to make it from them.</summary>
internal static class CollectionCodecs
{
    private static readonly Dictionary<Type, Type> s_builders = new()
    {
        [typeof(List<>)] = typeof(ListOf<>),
        [typeof(HashSet<>)] = typeof(HashSetOf<>),
        [typeof(SortedSet<>)] = typeof(SortedSetOf<>),
        [typeof(Queue<>)] = typeof(QueueOf<>),
        [typeof(Stack<>)] = typeof(StackOf<>),
        [typeof(ConcurrentQueue<>)] = typeof(ConcurrentQueueOf<>),
        [typeof(ReadOnlyCollection<>)] = typeof(ReadOnlyCollectionOf<>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayOf<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListOf<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetOf<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryOf<,>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryOf<,>),
        [typeof(ConcurrentDictionary<,>)] = typeof(ConcurrentDictionaryOf<,>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryOf<,>),
        [typeof(ImmutableSortedDictionary<,>)] = typeof(ImmutableSortedDictionaryOf<,>),
    };

    public static Codec? TryCreate(Type type)
    {
        if (type == typeof(byte[]))
        {
            return new ByteArrayCodec();
        }

        if (type.IsSZArray)
        {
            return CodecProvider.Make(typeof(ArrayCodec<>), type.GetElementType()!);
        }

        return type.IsGenericType && s_builders.TryGetValue(type.GetGenericTypeDefinition(), out Type? codec)
            ? CodecProvider.Make(codec, type.GetGenericArguments())
            : null;
    }

    private sealed class ListOf<T>() : CollectionCodec<List<T>, T>(static items => [.. items]);

    private sealed class HashSetOf<T>() : CollectionCodec<HashSet<T>, T>(static items => [.. items]);

    private sealed class SortedSetOf<T>() : CollectionCodec<SortedSet<T>, T>(static items => [.. items]);

    private sealed class QueueOf<T>() : CollectionCodec<Queue<T>, T>(static items => new(items));

    // A stack lists its newest item first.
    private sealed class StackOf<T>() : CollectionCodec<Stack<T>, T>(static items => new(items.Reverse()));

    private sealed class ConcurrentQueueOf<T>() : CollectionCodec<ConcurrentQueue<T>, T>(static items => new(items));

    private sealed class ReadOnlyCollectionOf<T>() : CollectionCodec<ReadOnlyCollection<T>, T>(static items => new(items));

    private sealed class ImmutableArrayOf<T>() : CollectionCodec<ImmutableArray<T>, T>(static items => [.. items], true);

    private sealed class ImmutableListOf<T>() : CollectionCodec<ImmutableList<T>, T>(static items => [.. items], true);

    private sealed class ImmutableHashSetOf<T>() : CollectionCodec<ImmutableHashSet<T>, T>(static items => [.. items], true);

    private sealed class DictionaryOf<TKey, TValue>() : CollectionCodec<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(static items => new(items))
        where TKey : notnull;

    private sealed class SortedDictionaryOf<TKey, TValue>() : CollectionCodec<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(static items => new(new Dictionary<TKey, TValue>(items)))
        where TKey : notnull;

    private sealed class ConcurrentDictionaryOf<TKey, TValue>() : CollectionCodec<ConcurrentDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(static items => new(items))
        where TKey : notnull;

    private sealed class ImmutableDictionaryOf<TKey, TValue>() : CollectionCodec<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(static items => ImmutableDictionary.CreateRange(items), true)
        where TKey : notnull;

    private sealed class ImmutableSortedDictionaryOf<TKey, TValue>() : CollectionCodec<ImmutableSortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(static items => ImmutableSortedDictionary.CreateRange(items), true)
        where TKey : notnull;
}

/// <summary>A collection as its count and its items. The comparers of sets and dictionaries stay behind, as keyed comparers hold code.</summary>
internal abstract class CollectionCodec<TCollection, TItem>(Func<TItem[], TCollection> make, bool immutable = false) : Codec<TCollection>
    where TCollection : IEnumerable<TItem>
{
    private Codec<TItem> _item = null!;

    public override void Initialize(CodecProvider provider)
    {
        _item = provider.Get<TItem>();
        IsImmutable = immutable && _item.IsImmutable;
    }

    public override void Write(WireWriter writer, TCollection value)
    {
        TItem[] items = Items(value);
        writer.VarUInt((ulong)items.Length);
        foreach (TItem item in items)
        {
            _item.Write(writer, item);
        }
    }

    public override TCollection Read(ref WireReader reader)
    {
        var items = new TItem[reader.Count()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = _item.Read(ref reader);
        }

        return make(items);
    }

    public override TCollection Copy(TCollection value)
    {
        TItem[] items = Items(value);
        if (!_item.IsImmutable)
        {
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = _item.Copy(items[i]);
            }
        }

        return make(items);
    }

    private static TItem[] Items(TCollection value) => value is ImmutableArray<TItem> { IsDefault: true } ? [] : [.. value];
}

internal sealed class ArrayCodec<T> : Codec<T[]>
{
    private Codec<T> _item = null!;

    public override void Initialize(CodecProvider provider)
    {
        _item = provider.Get<T>();
    }

    public override void Write(WireWriter writer, T[] value)
    {
        writer.VarUInt((ulong)value.Length);
        foreach (T item in value)
        {
            _item.Write(writer, item);
        }
    }

    public override T[] Read(ref WireReader reader)
    {
        var items = new T[reader.Count()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = _item.Read(ref reader);
        }

        return items;
    }

    public override T[] Copy(T[] value) => _item.IsImmutable ? [.. value] : Array.ConvertAll(value, _item.Copy);
}

internal sealed class ByteArrayCodec : Codec<byte[]>
{
    public override void Write(WireWriter writer, byte[] value) => writer.Bytes(value);

    public override byte[] Read(ref WireReader reader) => reader.Bytes().ToArray();

    public override byte[] Copy(byte[] value) => [.. value];
}
