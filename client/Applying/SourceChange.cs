using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Applying;

/// <summary>What apply does to a source.</summary>
internal enum ChangeKind
{
    New,
    Changed,

    /// <summary>Applied once, and not in the file: <c>--prune</c> forgets it.</summary>
    Gone,
}

/// <summary>One key that differs; null where it is not given.</summary>
internal sealed record KeyChange(string Key, string? Old, string? New);

/// <summary>How a source would change.</summary>
internal sealed record SourceChange(string Source, ChangeKind Kind, IReadOnlyList<KeyChange> Keys)
{
    public string Word => Kind.ToString().ToLowerInvariant();

    /// <param name="stored">Null where the store knows nothing of the source.</param>
    /// <returns>Null when apply would change nothing.</returns>
    public static SourceChange? Between(SourceStatus? stored, SourceDefinition wanted)
    {
        var after = SettingsText.Of(wanted);
        if (stored is not { Applied: true })
        {
            return new SourceChange(wanted.Name, ChangeKind.New, [.. after.Select(setting => new KeyChange(setting.Key, null, setting.Text))]);
        }

        var before = SettingsText.Of(stored.Definition);
        if (before.SequenceEqual(after))
        {
            return null;
        }

        var (old, wants) = (ByKey(before), ByKey(after));
        List<KeyChange> keys =
        [
            .. before.Select(setting => setting.Key).Union(after.Select(setting => setting.Key), StringComparer.Ordinal)
                .Select(key => new KeyChange(key, old.GetValueOrDefault(key), wants.GetValueOrDefault(key)))
                .Where(change => change.Old != change.New),
        ];
        return new SourceChange(wanted.Name, ChangeKind.Changed, keys.Count > 0 ? keys : [OrderChange(before, after)]);
    }

    public static SourceChange Gone(string source) => new(source, ChangeKind.Gone, []);

    // Headers and query go out in the order of the file.
    private static KeyChange OrderChange(IReadOnlyList<Setting> before, IReadOnlyList<Setting> after) =>
        new("(order)", string.Join(", ", before.Select(setting => setting.Key)), string.Join(", ", after.Select(setting => setting.Key)));

    private static Dictionary<string, string> ByKey(IReadOnlyList<Setting> settings) =>
        settings.GroupBy(setting => setting.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(s => s.Text)), StringComparer.Ordinal);
}
