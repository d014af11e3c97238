using System.Security.Cryptography;
using System.Text;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>A body that no other answer equals.</summary>
internal sealed record NoncedBody(string Nonce, byte[] Bytes)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public OriginSent SentAs(string path) => new(path, Nonce, Sha256);

    /// <summary>A JSON object with an id, the nonce and filler up to about <paramref name="size"/> bytes.</summary>
    public static NoncedBody Json(string id, int size = 0) =>
        Make(nonce => $$"""{"id":{{System.Text.Json.JsonSerializer.Serialize(id)}},"nonce":"{{nonce}}","filler":"{{new string('x', Math.Max(0, size - 80))}}"}""");

    /// <summary>A JSON array of numbered objects, each with the nonce.</summary>
    public static NoncedBody Array(int count) =>
        Make(nonce => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"n":{{i}},"nonce":"{{nonce}}"}"""))}]");

    public static NoncedBody Make(Func<string, string> write)
    {
        var nonce = Guid.NewGuid().ToString("n");
        return new NoncedBody(nonce, Encoding.UTF8.GetBytes(write(nonce)));
    }
}
