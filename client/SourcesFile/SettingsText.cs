using System.Globalization;
using System.Text.Json;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Client.SourcesFile.Sections;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile;

/// <summary>One setting of a source, by its key in a sources file.</summary>
/// <param name="Text">The value as one would write it there.</param>
internal sealed record Setting(string Key, string Text);

/// <summary>A definition as the settings that a file would have for it: to show them, and to compare two definitions.</summary>
internal static class SettingsText
{
    /// <summary>What was said of the source; what takes its default is left out.</summary>
    public static IReadOnlyList<Setting> Of(SourceDefinition source) =>
    [
        .. Given(
            ("url", source.Url),
            ("method", source.Request is { Method: not RequestDefinition.DefaultMethod and var method } ? method : null)),
        .. (source.Request?.Query ?? []).GroupBy(q => q.Name, StringComparer.Ordinal).Select(q => new Setting($"query.{q.Key}", string.Join(", ", q.Select(v => v.Value)))),
        .. Given(("body", source.Request?.Body)),
        .. source.Headers.Select(header => new Setting($"headers.{header.Name}", header.Value)),
        .. Auth(source.Auth),
        .. Given(
            ("tags", source.Tags.IsEmpty ? null : string.Join(", ", source.Tags)),
            ("allow_private", source.AllowPrivate ? "true" : null),
            ("proxy", source.Proxy),
            ("robots", source.Robots ? "true" : null),
            ("timeout", Text(source.Timeout)),
            ("deadline", Text(source.Deadline)),
            ("connect_timeout", Text(source.ConnectTimeout)),
            ("idle_timeout", Text(source.IdleTimeout)),
            ("retry.max_attempts", Text(source.Retry?.MaxAttempts)),
            ("retry.backoff", Text(source.Retry?.Backoff)),
            ("retry.max_retry_after", Text(source.Retry?.MaxRetryAfter)),
            ("retry.unsafe", Text(source.Retry?.Unsafe))),
        .. (source.Responses?.Rules ?? []).Select(rule => new Setting($"responses.{Range(rule)}", ResponsesKey.WordOf(rule.Action))),
        .. Given(
            // A bare URL asks for nothing.
            ("politeness", source.Politeness is null ? "none" : null),
            ("politeness.max_concurrency", Text(source.Politeness?.MaxConcurrency)),
            ("politeness.delay", Text(source.Politeness?.Delay)),
            ("politeness.rate", source.Politeness is { Rate: { } rate, RateInterval: { } interval } ? RateText.Format(rate, interval) : null),
            ("politeness.circuit_failures", Text(source.Politeness?.CircuitFailures)),
            ("politeness.circuit_pause", Text(source.Politeness?.CircuitPause)),
            ("max_body", source.MaxBodyBytes is { } most ? ByteText.Format(most) : null),
            ("max_redirects", Text(source.MaxRedirects)),
            ("conditional", Text(source.Conditional))),
        .. Pagination(source.Pagination),
        .. Cursor(source.Cursor),
        .. Decode(source.Decode),
        .. (source.Transform?.Steps ?? []).Index().Select(step => Step(step.Index, step.Item)),
        .. Contract(source.Contract),
        .. Schedule(source.Schedule),
    ];

    private static IEnumerable<Setting> Auth(AuthDefinition? auth) => auth switch
    {
        null => [],
        { Kind: AuthKind.Bearer } => [new Setting("auth.bearer", auth.Secret)],
        { Kind: AuthKind.Basic } => Given(("auth.basic.user", auth.User), ("auth.basic.password", auth.Secret)),
        { Kind: AuthKind.ApiKeyHeader } => Given(("auth.api_key.header", auth.Name), ("auth.api_key.value", auth.Secret)),
        { Kind: AuthKind.ApiKeyQuery } => Given(("auth.api_key.query", auth.Name), ("auth.api_key.value", auth.Secret)),
        _ => Given(
            ("auth.oauth2.token_url", auth.TokenUrl), ("auth.oauth2.client_id", auth.User), ("auth.oauth2.client_secret", auth.Secret),
            ("auth.oauth2.scope", auth.Scope), ("auth.oauth2.audience", auth.Audience)),
    };

    private static IEnumerable<Setting> Pagination(PaginationDefinition? pages) => pages is null ? [] : Given(
        ("pagination.kind", PaginationSection.WordOf(pages.Kind)),
        ("pagination.path", pages.Path),
        ("pagination.param", pages.Param),
        ("pagination.size_param", pages.SizeParam),
        ("pagination.page_size", Text(pages.PageSize)),
        ("pagination.first_page", Text(pages.FirstPage)),
        ("pagination.max_pages", Text(pages.MaxPages)),
        ("pagination.max_bytes", pages.MaxBytes is { } bytes ? ByteText.Format(bytes) : null));

    private static IEnumerable<Setting> Cursor(CursorDefinition? cursor) => cursor is null ? [] : Given(
        ("cursor.field", cursor.Field),
        ("cursor.param", cursor.Param),
        ("cursor.start", cursor.Start),
        ("cursor.lag", Text(cursor.Lag) ?? cursor.LagNumber?.ToString(CultureInfo.InvariantCulture)),
        ("cursor.key", cursor.Key.IsEmpty ? null : string.Join(", ", cursor.Key)));

    private static IEnumerable<Setting> Decode(DecodeDefinition? decode) => decode is null ? [] : Given(
        ("decode.format", DecodeSection.WordOf(decode.Format)),
        ("decode.records", decode.Records),
        ("decode.delimiter", decode.Delimiter is "\t" ? "tab" : decode.Delimiter),
        ("decode.header", Text(decode.Header)),
        ("decode.charset", decode.Charset));

    private static Setting Step(int index, TransformStep step)
    {
        var fields = step.Kind switch
        {
            TransformKind.Filter => string.Join(", ", step.Fields.Select(f => $"{f.Field} {FilterSection.WordOf(step.Operator ?? FilterOperator.Exists)} {f.Argument}")),
            _ => string.Join(", ", step.Fields.Select(f => f.Argument is null ? f.Field : $"{f.Field}: {f.Argument}")),
        };
        return new Setting($"transform[{index}].{JsonNamingPolicy.SnakeCaseLower.ConvertName(step.Kind.ToString())}", fields);
    }

    private static IEnumerable<Setting> Contract(SchemaContract? contract) => contract is null ? [] :
    [
        new Setting("contract.mode", ContractSection.WordOf(contract.Mode)),
        .. contract.Columns.Select(column => new Setting($"contract.columns.{column.Name}", TransformKey.WordOf(column.Type) + (column.Required ? ", required" : ""))),
    ];

    private static IEnumerable<Setting> Schedule(ScheduleDefinition? schedule) => schedule is null ? [] : Given(
        ("schedule.every", Text(schedule.Every)),
        ("schedule.cron", schedule.Cron),
        ("schedule.zone", schedule.Zone),
        ("schedule.overlap", schedule.Overlap is OverlapPolicy.Skip ? null : ScheduleSection.WordOf(schedule.Overlap)),
        ("schedule.catch_up", Text(schedule.CatchUp)));

    private static IEnumerable<Setting> Given(params (string Key, string? Text)[] settings) =>
        settings.Where(setting => setting.Text is not null).Select(setting => new Setting(setting.Key, setting.Text!));

    private static string Range(ResponseOverride rule) => string.Create(
        CultureInfo.InvariantCulture, $"{rule.First}{(rule.First == rule.Last ? "" : $"-{rule.Last}")}");

    private static string? Text(TimeSpan? duration) => duration is { } given ? DurationText.Format(given) : null;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(bool? value) => value switch { true => "true", false => "false", null => null };
}
