using System.CommandLine;
using Gleaner.Client.Commands;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Gathering;

/// <summary>What a gather was given, read and checked whole.</summary>
/// <param name="AreGiven">False when neither URLs nor a file were given: then the applied sources are meant.</param>
internal sealed record GatherInputs(IReadOnlyList<SourceDefinition> Sources, IReadOnlyList<string> Urls, string? Tag, bool AreGiven)
{
    public static GatherInputs Read(ParseResult parsed, GatherCommandOptions options, CommandContext context)
    {
        var urls = parsed.GetValue(options.Urls) ?? [];
        if (urls.Select(url => (Url: url, Fault: SourceUrl.FaultIn(url))).FirstOrDefault(u => u.Fault is not null) is { Fault: { } fault } bad)
        {
            throw UserErrorException.Usage($"The URL '{SourceUrl.Shown(bad.Url)}' {fault}.");
        }

        var urlsFile = parsed.GetValue(options.UrlsFile);
        var sourcesFile = parsed.GetValue(options.SourcesFile);
        var tag = parsed.GetValue(options.Tag);
        IReadOnlyList<SourceDefinition> sources = sourcesFile is null ? [] : SourcesFileDoor.Read(sourcesFile, context);
        return new GatherInputs(
            tag is null ? sources : [.. sources.Where(source => source.Tags.Contains(tag, StringComparer.Ordinal))],
            urlsFile is null ? urls : [.. urls, .. UrlList.Read(urlsFile, context.Input)],
            tag,
            urls.Length > 0 || urlsFile is not null || sourcesFile is not null);
    }
}
