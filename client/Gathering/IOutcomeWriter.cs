using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Shows outcomes on stdout as they come.</summary>
internal interface IOutcomeWriter : IDisposable
{
    /// <param name="contents">Reads the bodies into the JSON where they were asked for.</param>
    static IOutcomeWriter For(bool asJson, Terminal terminal, ContentReader? contents = null) =>
        asJson ? new OutcomeLines(terminal, contents) : new OutcomeTables(terminal);

    Task Write(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation);

    /// <summary>Shows what was held back. Called once, after the last outcome.</summary>
    void Finish();
}
