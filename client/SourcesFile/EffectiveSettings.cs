using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Client.SourcesFile.Sections;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile;

/// <summary>A setting that holds for a source.</summary>
/// <param name="IsDefault">True when the source does not say it.</param>
internal sealed record EffectiveSetting(string Key, string Text, bool IsDefault);

/// <summary>All that holds for a source: what it says, and the default of each key that it says nothing of.</summary>
internal static class EffectiveSettings
{
    private const string ConditionalKey = "conditional";

    public static IReadOnlyList<EffectiveSetting> Of(SourceDefinition source)
    {
        var given = SettingsText.Of(source);
        return [.. SourceSection.OfSource.Keys.Where(key => key != SourceSection.Name && key != ScheduleSection.Every).SelectMany(key => Of(key, given, source))];
    }

    private static IEnumerable<EffectiveSetting> Of(Key key, IReadOnlyList<Setting> given, SourceDefinition source)
    {
        var own = given.Where(setting => IsIn(setting.Key, key.Name)).ToList();

        // A section that may be missing has no defaults while it is.
        if (key.Kind is Section section && (own.Count > 0 || !section.MayBeNone) && !own.Exists(setting => setting.Key == key.Name))
        {
            return section.Keys.SelectMany(inner => Leaf($"{key.Name}.{inner.Name}", inner.Default, own));
        }

        var standard = key.Name == ConditionalKey && source.Politeness is null ? "false" : key.Default;
        return Leaf(key.Name, standard, own);
    }

    private static List<EffectiveSetting> Leaf(string path, string standard, List<Setting> own)
    {
        var given = own.Where(setting => IsIn(setting.Key, path)).Select(setting => new EffectiveSetting(setting.Key, setting.Text, IsDefault: false)).ToList();
        return given.Count > 0 || standard.Length == 0 ? given : [new EffectiveSetting(path, standard, IsDefault: true)];
    }

    private static bool IsIn(string path, string key) =>
        path.StartsWith(key, StringComparison.Ordinal) && (path.Length == key.Length || path[key.Length] is '.' or '[');
}
