using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>What is sent: method, query, body, headers.</summary>
internal static class RequestKeys
{
    private const int LongestParameter = 200;

    public static readonly TextKind ParameterName = new("name of a query parameter", name => FaultInParameter(name) is { } fault ? $"the parameter {fault}" : null);

    public static readonly Key<string> Method = new(
        "method", ParsedKinds.Choice(("GET", "GET"), ("POST", "POST"), ("PUT", "PUT"), ("PATCH", "PATCH"), ("DELETE", "DELETE")), "GET",
        "HTTP method. POST and PATCH are tried again only with `retry.unsafe`.");

    public static readonly Key<ImmutableList<NamedValue<ImmutableList<string>>>> Query = new(
        "query",
        new MapKind<ImmutableList<string>>(
            "mapping of parameter names to values (text, or a list of texts)", FaultInParameter, new ListKind<string>("list of texts", SecretText.WithReferences) { MayBeOne = true }) { Joins = true },
        "",
        "Query parameters added to the URL's own, percent-encoded for you. Those of the defaults are kept; of one name the source's own count.");

    public static readonly Key<RequestBody> Body = new(
        "body", new BodyKind(), "none",
        "Request body: text in UTF-8, or a mapping or list that is sent as JSON. References inside are replaced as they are, without quoting.");

    public static readonly Key<ImmutableList<NamedValue<string>>> Headers = new(
        "headers", new HeadersKind(), "",
        "Request headers. Those of the defaults are kept; of one name the source's own count. Headers that hold a credential must be references.");

    public static RequestDefinition? Build(SectionValues values, FaultList faults)
    {
        var method = values.Get(Method) ?? RequestDefinition.DefaultMethod;
        var body = values.Get(Body);
        if (values.Given(Body) is { } given && method == RequestDefinition.DefaultMethod && values.Given(Method) is not { Value: null })
        {
            faults.Add(given.At, given.Path, "a GET sends no body; give the method too, for example method: POST");
        }

        ImmutableArray<QueryParameter> query = [.. (values.Get(Query) ?? []).SelectMany(entry => entry.Value.Select(value => new QueryParameter(entry.Name, value)))];
        return method != RequestDefinition.DefaultMethod || body is not null || query.Length > 0
            ? new RequestDefinition { Method = method, Query = query, Body = body?.Text, ContentType = body?.ContentType }
            : null;
    }

    private static string? FaultInParameter(string name) => name switch
    {
        "" => "is empty",
        { Length: > LongestParameter } => $"has {name.Length} characters, {LongestParameter} are allowed",
        _ when name.Any(char.IsControl) => "has a control character",
        _ => null,
    };
}

/// <summary>A body and what it is, where the file says so by its form.</summary>
internal sealed record RequestBody(string Text, string? ContentType);

internal sealed class BodyKind : ValueKind<RequestBody>
{
    public override string Takes => "text, or a mapping or list";

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out RequestBody result)
    {
        result = value is YamlText text ? new RequestBody(text.Text, null) : new RequestBody(YamlJson.Of(value), "application/json");
        if (value is YamlText { IsNull: true })
        {
            faults.Add(value, path, "text or a mapping is needed, not nothing");
            return false;
        }

        return !JsonKind.RepeatsKeys(value, path, faults);
    }

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "object", "array") };
}

internal sealed class HeadersKind : ValueKind<ImmutableList<NamedValue<string>>>
{
    private static readonly MapKind<string> Any = new("mapping of header names to values", _ => null, new TextKind("text", _ => null))
        { Names = StringComparer.OrdinalIgnoreCase, Joins = true, NamePattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" };

    public override string Takes => Any.Takes;

    public override ImmutableList<NamedValue<string>> Merge(ImmutableList<NamedValue<string>> own, ImmutableList<NamedValue<string>> defaults) => Any.Merge(own, defaults);

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out ImmutableList<NamedValue<string>> result)
    {
        result = null;
        if (value is not YamlMap map)
        {
            faults.Add(value, path, $"a {Takes} is needed, not {value.Kind}");
            return false;
        }

        var headers = ImmutableList.CreateBuilder<NamedValue<string>>();
        foreach (var (key, item) in map.Entries)
        {
            var headerPath = $"{path}.{key.Text}";
            if (TextOf(item, headerPath, faults) is not { } text)
            {
                continue;
            }

            var fault = HeaderText.FaultInName(key.Text) ?? SecretText.FaultInHeader(key.Text, text.Text);
            fault ??= headers.Exists(h => h.Name.Equals(key.Text, StringComparison.OrdinalIgnoreCase)) ? "is given twice" : null;
            if (fault is not null)
            {
                faults.Add(key, headerPath, $"the header {fault}");
            }

            headers.Add(new NamedValue<string>(key.Text, text.Text));
        }

        result = headers.ToImmutable();
        return true;
    }

    public override JsonObject Schema() => Any.Schema();
}
