using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Demo;

/// <summary>The sources that the demo gathers, named by their manner.</summary>
internal static class DemoSources
{
    // By another name: a Retry-After holds for the whole host, and would end the others too.
    private const string AsksForPatience = "busy";

    private static readonly string[] Pages =
    [
        "weather", "stations", "bulletin", "slow", "flaky", "large", "moved",
        "failing", "missing", "private", "busy", "silent", "garbled", "broken", "loop",
    ];

    public static IEnumerable<SourceDefinition> At(Uri origin) =>
        Pages.Select(page => new SourceDefinition { Name = page, Url = new Uri(page == AsksForPatience ? new UriBuilder(origin) { Host = "localhost" }.Uri : origin, page).ToString() });
}
