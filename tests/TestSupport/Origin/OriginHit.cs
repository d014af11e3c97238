namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>One request that reached the origin.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="At">Time since the origin started.</param>
/// <param name="Headers">Request headers as received.</param>
public sealed record OriginHit(string Path, TimeSpan At, IReadOnlyDictionary<string, string> Headers);

/// <summary>One body that the origin sent to its last byte: what a nothing-lost check compares the store with.</summary>
/// <param name="Nonce">Unique text inside the body.</param>
/// <param name="Sha256">Lower-case hex hash of the body before compression.</param>
public sealed record OriginSent(string Path, string Nonce, string Sha256);
