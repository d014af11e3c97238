using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;
using Gleaner.Pipeline.Transforming;

namespace Gleaner.Pipeline.Sources;

/// <summary>The way of one fetch, from what its source remembers to the outcomes that are committed. One for the whole silo; runs on the source's turn.</summary>
public sealed class SourcePipeline(IFetcher fetcher, IParser parser, ITransformer transformer, ILedger ledger, SiloLoad load, PipelineMetrics metrics, TimeProvider time)
{
    /// <summary>Fetches and commits; returns one outcome for each run that waits.</summary>
    internal async Task<IReadOnlyList<Outcome>> FetchAndCommit(SourceMemory source, FetchInProgress current, FetchRequest first)
    {
        var state = source.State;
        var definition = first.Definition ?? state.Definition;
        var now = time.GetUtcNow();
        if (definition is null)
        {
            return await Commit(source, current, Unknown(source, first, now));
        }

        var plan = FetchPlan.For(definition, first.Options, state.NotBefore, now, current.WaitForHost);
        var job = FetchJob.Stored(state, definition, plan, first, now);
        if (plan.TooEarly is { } tooEarly)
        {
            return await Commit(source, current, FetchedSource.Failed(job, tooEarly, state.NotBefore, now));
        }

        if (plan.Wait > TimeSpan.Zero)
        {
            await Task.Delay(plan.Wait, time, current.Stopping);
        }

        if (!await current.Enter(load, plan.Spec.Deadline))
        {
            return await Commit(source, current, FetchedSource.Failed(job, new FetchError(ErrorKind.Overloaded, load.Refusal), state.NotBefore, time.GetUtcNow()));
        }

        if (job.Resume is { } resume && await ledger.CountStaged(source.Name, resume.Staged, current.Stopping) < resume.Staged)
        {
            // A store without our transactions may have lost rows of a checkpoint.
            job = job with { Resume = null };
        }

        using var fetch = new SourceFetch(job, fetcher, parser, transformer);
        while (true)
        {
            // Off the grain's scheduler: the fetch has many awaits and needs none of the grain's state.
            var step = await Task.Run(() => fetch.Next(current.Stopping), current.Stopping);
            if (step.End is { } end)
            {
                return await Commit(source, current, end);
            }

            await source.Stage(current, step.Staged!);
        }
    }

    /// <summary>Fetches for looking at; stores nothing.</summary>
    /// <param name="notBefore">The server's Retry-After, or null.</param>
    internal Task<PreviewReply> Preview(SourceDefinition source, PreviewRequest request, DateTimeOffset? notBefore, CancellationToken cancellation) =>
        new PreviewRun(fetcher, parser, transformer, time).Run(source, request, notBefore, cancellation);

    /// <summary>Gives a source its next turn after its schedule has changed; what the server asked for stays where it is later.</summary>
    internal void Reschedule(SourceState state, string name)
    {
        var due = new DueTime(state.NextDue, state.DueBecause).WithTurn(NextTurn(state, name));
        (state.NextDue, state.DueBecause) = (due.At, due.Because);
    }

    private Task<IReadOnlyList<Outcome>> Commit(SourceMemory source, FetchInProgress current, FetchedSource fetched)
    {
        metrics.FetchEnded(fetched.Error, fetched.Attempts, fetched.Bytes, fetched.Duration);
        return source.Commit(current, fetched, NextTurn(source.State, source.Name));
    }

    private DateTimeOffset? NextTurn(SourceState state, string name) =>
        state.ActiveSchedule is { } schedule ? ScheduleTurns.NextAfter(schedule, name, time.GetUtcNow()) : null;

    private static FetchedSource Unknown(SourceMemory source, FetchRequest first, DateTimeOffset now)
    {
        var nowhere = new SourceDefinition { Name = source.Name, Url = "" };
        var job = FetchJob.Stored(source.State, nowhere, FetchPlan.For(nowhere, first.Options, null, now), first, now);
        return FetchedSource.Failed(
            job, new FetchError(ErrorKind.UnknownSource, $"The source '{source.Name}' was never applied and has no URL in this run."), null, now);
    }
}
