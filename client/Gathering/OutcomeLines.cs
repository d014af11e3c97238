using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Outcomes as JSON lines, each written as soon as it is known.</summary>
/// <param name="contents">Reads the bodies where they were asked for; null leaves them out.</param>
internal sealed class OutcomeLines(Terminal terminal, ContentReader? contents) : IOutcomeWriter
{
    // Bodies of up to 16 MiB: few at once.
    private const int BodiesAtOnce = 4;

    private readonly JsonLines _json = new(terminal);

    public async Task Write(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        if (contents is null)
        {
            foreach (var outcome in outcomes)
            {
                _json.Add(writer => OutcomeJson.Write(writer, outcome));
            }

            _json.Flush();
            return;
        }

        foreach (var chunk in outcomes.Chunk(BodiesAtOnce))
        {
            var bodies = await Task.WhenAll(chunk.Select(outcome => contents.Read(outcome, cancellation)));
            foreach (var (outcome, body) in chunk.Zip(bodies))
            {
                _json.Write(writer =>
                {
                    OutcomeJson.Write(writer, outcome);
                    OutcomeJson.WriteContent(writer, body);
                });
            }
        }
    }

    public void Dispose() => _json.Dispose();

    public void Finish() => _json.Flush();
}
