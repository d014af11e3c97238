using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Gleaner.Pipeline.Sources.Incremental;

/// <summary>What tells one row of an incremental source from another.</summary>
internal static class RowKey
{
    /// <summary>Lower-case hex SHA-256 of the key fields' JSON; of the whole row where no fields are named, or none of them is there.</summary>
    public static string Of(ReadOnlySpan<byte> row, ImmutableArray<string> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var found = false;
        foreach (var field in fields)
        {
            var value = JsonField.Find(row, field);
            found |= !value.IsEmpty && !value.SequenceEqual("null"u8);
            hash.AppendData(value);
            // Not a character of JSON outside strings: values cannot run into each other.
            hash.AppendData([0]);
        }

        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        if (found)
        {
            hash.GetCurrentHash(result);
        }
        else
        {
            SHA256.HashData(row, result);
        }

        return Convert.ToHexStringLower(result);
    }
}
