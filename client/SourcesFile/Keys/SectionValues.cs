namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>A key as given: where it stands, and its value unless that has a fault.</summary>
internal sealed record GivenKey(YamlValue At, string Path, object? Value);

/// <summary>What one section of a file says, key by key.</summary>
internal sealed class SectionValues
{
    private readonly Dictionary<Key, GivenKey> _given;

    private SectionValues(YamlValue at, string path, bool isNone, Dictionary<Key, GivenKey> given) =>
        (At, Path, IsNone, _given) = (at, path, isNone, given);

    public YamlValue At { get; }

    public string Path { get; }

    /// <summary>True for <c>none</c>: the source does without the section, whatever the defaults say.</summary>
    public bool IsNone { get; }

    public bool IsEmpty => _given.Count == 0;

    public static SectionValues Of(YamlValue at, string path, Dictionary<Key, GivenKey> given) => new(at, path, isNone: false, given);

    public static SectionValues None(YamlValue at, string path) => new(at, path, isNone: true, []);

    /// <summary>True also for a key whose value has a fault.</summary>
    public bool Has(Key key) => _given.ContainsKey(key);

    public GivenKey? Given(Key key) => _given.GetValueOrDefault(key);

    /// <summary>Null when the key was not given or has a fault.</summary>
    public T? Get<T>(Key<T> key)
        where T : class => Given(key)?.Value as T;

    /// <inheritdoc cref="Get"/>
    public T? Value<T>(Key<T> key)
        where T : struct => Given(key)?.Value as T?;

    /// <summary>These values, and those of the defaults where nothing is said here.</summary>
    public SectionValues Over(SectionValues defaults)
    {
        if (IsNone || defaults.IsNone)
        {
            return this;
        }

        var merged = new Dictionary<Key, GivenKey>(defaults._given);
        foreach (var (key, own) in _given)
        {
            merged[key] = own is { Value: { } value } && defaults.Given(key)?.Value is { } standard ? own with { Value = key.Merge(value, standard) } : own;
        }

        return new SectionValues(At, Path, isNone: false, merged);
    }

    public SectionValues Without(params ReadOnlySpan<Key> keys)
    {
        var kept = new Dictionary<Key, GivenKey>(_given);
        foreach (var key in keys)
        {
            kept.Remove(key);
        }

        return new SectionValues(At, Path, IsNone, kept);
    }

    public SectionValues With(Key key, GivenKey given) => new(At, Path, IsNone, new Dictionary<Key, GivenKey>(_given) { [key] = given });
}
