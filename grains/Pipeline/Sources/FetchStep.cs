using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>What a fetch hands to its grain: its end, or rows to stage before it goes on. The rows are valid until the next step.</summary>
/// <param name="End">Set exactly for the last step.</param>
/// <param name="Staged">Rows to stage, and the checkpoint to commit with them.</param>
internal sealed record FetchStep(FetchedSource? End, StagedPart? Staged);

/// <param name="From">Seq of the first row.</param>
internal sealed record StagedPart(IReadOnlyList<StagedRow> Rows, int From, PageCheckpoint Checkpoint);
