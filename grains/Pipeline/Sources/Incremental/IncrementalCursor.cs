using System.Text.Json;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources.Incremental;

/// <summary>
/// How far an incremental source has been read. The field is looked up in each record as the server sent it, before the
/// transform, because it is the server that the value goes back to (docs/decisions/0083).
/// </summary>
internal sealed class IncrementalCursor(CursorDefinition definition, string? kept, string? soFar)
{
    private CursorValue? _greatest = soFar is null ? Kept(kept) : CursorValue.Greatest(CursorValue.FromText(soFar), Kept(kept));

    /// <summary>The parameter of every page; null when there is nothing to send yet.</summary>
    public QueryParameter? Sent { get; } =
        (kept is { } value ? CursorValue.FromText(value).Before(definition) : definition.Start) is { } sent ? new QueryParameter(definition.Param, sent) : null;

    /// <summary>The greatest value seen, as the server wrote it.</summary>
    public string? Greatest => _greatest?.Text;

    public void Observe(ReadOnlyMemory<byte> record)
    {
        try
        {
            _greatest = CursorValue.Greatest(_greatest, CursorValue.FromJson(JsonField.Find(record.Span, definition.Field)));
        }
        catch (JsonException)
        {
            // A record is JSON that was read already; one that this reader does not like has no cursor.
        }
    }

    private static CursorValue? Kept(string? kept) => kept is null ? null : CursorValue.FromText(kept);
}
