using System.Collections.Immutable;
using System.Globalization;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>All that a source may say; the defaults may say it too, but for name and URL.</summary>
internal static class SourceSection
{
    private const int LongestTag = 100;
    private const long LeastBody = 1;

    // A body is held whole in memory.
    private const long MostBody = 1L << 30;

    public static readonly Key<string> Name = new(
        "name", new TextKind($"text, 1 to {SourceName.MaxLength} characters", name => SourceName.FaultIn(name) is { } fault ? $"the name {fault}" : null), "the URL",
        "Unique name of the source: what `gleaner fetch NAME` and SQL call it.");

    public static readonly Key<string> Url = new("url", UrlKinds.Source, "", "Where to fetch from.");

    private static readonly Key<ImmutableList<string>> Tags = new("tags", new ListKind<string>("list of tags", new TextKind("tag", FaultInTag)), "", "Labels to choose sources by: `gleaner gather --tag TAG`. A source's own take the place of the defaults'.");
    private static readonly Key<bool> AllowPrivate = new("allow_private", ParsedKinds.Switch(), "false", "Allows private, loopback and link-local addresses.");
    private static readonly Key<string> Proxy = new("proxy", UrlKinds.Proxy, "none", "HTTP proxy to go through. The environment's proxy is never used.");
    private static readonly Key<bool> Robots = new("robots", ParsedKinds.Switch(), "false", "Asks the host's robots.txt first, and keeps to it.");

    private static readonly Key<TimeSpan> Timeout = new("timeout", ParsedKinds.Duration(TimeSpan.FromMilliseconds(1), DurationText.LongestTimeout), "10s", "Bound of one attempt, body included.");
    private static readonly Key<TimeSpan> Deadline = new("deadline", ParsedKinds.Duration(TimeSpan.FromMilliseconds(1), DurationText.LongestDeadline), "30s", "Bound of one fetch with all its attempts and waits; each page has it anew.");
    private static readonly Key<TimeSpan> ConnectTimeout = new("connect_timeout", ParsedKinds.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)), "5s", "Bound of making a connection: name, TCP and TLS.");
    private static readonly Key<TimeSpan> IdleTimeout = new("idle_timeout", ParsedKinds.Duration(TimeSpan.FromMilliseconds(1), DurationText.LongestTimeout), "5s", "Longest pause between two pieces of a body.");
    private static readonly Key<long> MaxBody = new("max_body", ParsedKinds.Bytes(LeastBody, MostBody), "16MiB", "Largest body, decompressed; over it the fetch fails with kind too-large.");
    private static readonly Key<int> MaxRedirects = new("max_redirects", ParsedKinds.Number(0, 20), "5", "Redirects followed in one attempt.");
    private static readonly Key<bool> Conditional = new("conditional", ParsedKinds.Switch(), "true", "Sends ETag and Last-Modified back, so that an unchanged answer costs the server nothing.");

    private static readonly Key[] Settings =
    [
        RequestKeys.Method, RequestKeys.Query, RequestKeys.Body, RequestKeys.Headers, AuthSection.Key, Tags, AllowPrivate, Proxy, Robots,
        Timeout, Deadline, ConnectTimeout, IdleTimeout, RetrySection.Key, ResponsesKey.Key, PolitenessSection.Key, MaxBody, MaxRedirects, Conditional,
        PaginationSection.Key, CursorSection.Key, DecodeSection.Key, TransformKey.Key, ContractSection.Key, ScheduleSection.Every, ScheduleSection.Key,
    ];

    public static readonly Section OfSource = new([Name, Url, .. Settings]) { Required = [Url] };

    public static readonly Section OfDefaults = new(Settings);

    /// <summary>What must fit together within one mapping, before the defaults come in.</summary>
    public static SectionValues Checked(SectionValues values, FaultList faults)
    {
        if (values.Value(Deadline) is { } deadline && values.Value(Timeout) is { } timeout && deadline < timeout)
        {
            var given = values.Given(Deadline)!;
            faults.Add(given.At, given.Path, string.Create(
                CultureInfo.InvariantCulture, $"{DurationText.Format(deadline)} is less than the timeout of one attempt, {DurationText.Format(timeout)}"));
        }

        return ScheduleSection.Lengthened(values, faults);
    }

    public static SourceDefinition Build(string name, string url, SectionValues values, FaultList faults) => new()
    {
        Name = name,
        Url = url,
        Headers = [.. (values.Get(RequestKeys.Headers) ?? []).Select(header => new HeaderField(header.Name, header.Value))],
        Tags = [.. (values.Get(Tags) ?? []).Distinct(StringComparer.Ordinal)],
        Timeout = values.Value(Timeout),
        Deadline = values.Value(Deadline),
        ConnectTimeout = values.Value(ConnectTimeout),
        IdleTimeout = values.Value(IdleTimeout),
        Request = RequestKeys.Build(values, faults),
        Auth = AuthSection.Build(values, faults),
        Retry = RetrySection.Build(values),
        Responses = ResponsesKey.Build(values),
        Politeness = PolitenessSection.Build(values),
        MaxBodyBytes = values.Value(MaxBody),
        MaxRedirects = values.Value(MaxRedirects),
        Conditional = values.Value(Conditional),
        Pagination = PaginationSection.Build(values, faults),
        Cursor = CursorSection.Build(values, faults),
        Decode = DecodeSection.Build(values, faults),
        Transform = TransformKey.Build(values),
        Contract = ContractSection.Build(values),
        Schedule = ScheduleSection.Build(values, faults),
        AllowPrivate = values.Value(AllowPrivate) ?? false,
        Proxy = values.Get(Proxy) is { Length: > 0 } proxy ? proxy : null,
        Robots = values.Value(Robots) ?? false,
    };

    private static string? FaultInTag(string tag) => tag switch
    {
        "" => "the tag is empty",
        { Length: > LongestTag } => $"the tag has {tag.Length} characters, {LongestTag} are allowed",
        _ when tag.Any(c => char.IsControl(c) || c == ',') => "the tag has a comma or a control character",
        _ when tag.Trim() != tag => "the tag begins or ends with a space",
        _ => null,
    };
}
