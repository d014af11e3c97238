using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Outcomes as one table in the plan's order; a long run shows a table for every thousand, so that memory stays bounded.</summary>
internal sealed class OutcomeTables(Terminal terminal) : IOutcomeWriter
{
    private const int RowsOfOneTable = 1_000;

    private readonly List<Outcome> _rows = [];

    public Task Write(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        foreach (var outcome in outcomes)
        {
            _rows.Add(outcome);
            if (_rows.Count == RowsOfOneTable)
            {
                Finish();
            }
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _rows.Clear();

    public void Finish()
    {
        if (_rows.Count > 0)
        {
            terminal.WriteOutput(OutcomeTable.Of(_rows.OrderBy(o => o.Shard).ThenBy(o => o.Position), terminal.Traits));
            _rows.Clear();
        }
    }
}
