using Gleaner.Pipeline.Fetching;

namespace Gleaner.Pipeline.Sources;

/// <summary>Validators of the body whose records are kept.</summary>
/// <param name="Cursor">The cursor that was sent when they came: another one asks another question.</param>
/// <param name="Values">As the server sent them.</param>
public sealed record KeptValidators(string? Cursor, Validators Values);
