using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Outcomes as JSON lines, each written as soon as it is known.</summary>
/// <param name="contents">Reads the bodies where they were asked for; null leaves them out.</param>
internal sealed class OutcomeLines(JsonLines json, ContentReader? contents) : IOutcomeWriter
{
    // Bodies of up to 16 MiB: few at once.
    private const int BodiesAtOnce = 4;

    public async Task Write(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        if (contents is null)
        {
            foreach (var outcome in outcomes)
            {
                json.Add(writer => OutcomeJson.Write(writer, outcome));
            }

            json.Flush();
            return;
        }

        foreach (var chunk in outcomes.Chunk(BodiesAtOnce))
        {
            var bodies = await Task.WhenAll(chunk.Select(outcome => contents.Read(outcome, cancellation)));
            foreach (var (outcome, body) in chunk.Zip(bodies))
            {
                json.Write(writer =>
                {
                    OutcomeJson.Write(writer, outcome);
                    OutcomeJson.WriteContent(writer, body);
                });
            }
        }
    }

    public void Finish() => json.Flush();
}
