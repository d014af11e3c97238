using System.Security.Cryptography;
using System.Text.Json;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// Stands for the parts of a definition that decide which rows come of it. What was stored under another fingerprint confirms nothing:
/// neither a 304 nor an equal body keeps its rows.
/// </summary>
internal static class DefinitionFingerprint
{
    private const int Digits = 16;

    /// <summary>Null for a bare URL, so that its state carries none.</summary>
    public static string? Of(SourceDefinition source)
    {
        if (IsBare(source))
        {
            return null;
        }

        var rows = source with
        {
            Name = "", Tags = [], Timeout = null, Deadline = null, ConnectTimeout = null, IdleTimeout = null, Retry = null, Responses = null,
            Politeness = null, MaxBodyBytes = null, MaxRedirects = null, Conditional = null, Schedule = null, AllowPrivate = false, Proxy = null, Robots = false,
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rows, StoreJson.Options)))[..Digits];
    }

    /// <summary>True for a source that a command line gave as a URL, or that says no more than that.</summary>
    public static bool IsBare(SourceDefinition source) => source is
    {
        Politeness: null, Conditional: null or false, Request: null, Auth: null, Pagination: null, Cursor: null, Decode: null, Transform: null, Contract: null,
        Schedule: null,
    };

    /// <summary>True when two definitions say the same in every respect.</summary>
    public static bool AreSame(SourceDefinition? a, SourceDefinition b) => a is not null
        && JsonSerializer.SerializeToUtf8Bytes(a, StoreJson.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(b, StoreJson.Options));
}
