using System.Security.Cryptography;

namespace Gleaner.Pipeline.Storing;

/// <summary>Cuts a body into the parts in which <c>contents</c> keeps it.</summary>
internal static class ContentParts
{
    public const int PartBytes = 1024 * 1024;

    /// <summary>At least one part, also for an empty body.</summary>
    public static int Count(long bytes) => (int)Math.Max(1, (bytes + PartBytes - 1) / PartBytes);

    public static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> body, int part) =>
        body.Slice(part * PartBytes, Math.Min(PartBytes, body.Length - (part * PartBytes)));

    /// <summary>The hash under which a client asks for the body.</summary>
    public static string Sha256(FetchRows rows) => rows.Outcomes.FirstOrDefault(o => o.Sha256 is not null)?.Sha256
        ?? Convert.ToHexStringLower(SHA256.HashData(rows.Content!.Value.Span));
}
