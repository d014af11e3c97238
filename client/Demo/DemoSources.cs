using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Demo;

/// <summary>The sources that the demo gathers, named by their manner.</summary>
internal static class DemoSources
{
    private static readonly string[] Pages =
    [
        "weather", "stations", "bulletin", "slow", "flaky", "large", "moved",
        "failing", "missing", "private", "busy", "silent", "garbled", "broken", "loop",
    ];

    public static IEnumerable<SourceDefinition> At(Uri origin) =>
        Pages.Select(page => new SourceDefinition { Name = page, Url = new Uri(origin, page).ToString() });
}
