using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Shows outcomes on stdout as they come.</summary>
internal interface IOutcomeWriter
{
    Task Write(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation);

    /// <summary>Shows what was held back. Called once, after the last outcome.</summary>
    void Finish();
}
