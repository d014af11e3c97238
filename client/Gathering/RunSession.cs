using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>One run as its client sees it: plan, progress, outcomes, the last line, the exit code.</summary>
internal sealed class RunSession(CommandContext context, StoreConnection connection)
{
    // Long enough for the fetches under way to be withdrawn; a second Ctrl-C is faster.
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(10);

    // A client adds a page of its plan within seconds, or waits for a silo that died.
    private static readonly TimeSpan PlanPause = TimeSpan.FromSeconds(15);

    private readonly GrainCalls _calls = new(context.Time, context.Terminal.Say);
    private readonly GatherProgress _progress = new(context.Time);

    /// <summary>Gathers what the plan says as a new run. Ctrl-C cancels the run and shows what it had.</summary>
    public async Task<int> Gather(GatherOptions options, IGatherPlan plan, string emptySentence, IOutcomeWriter writer, FailOn failOn)
    {
        var run = RunId.New(context.Time);
        var planner = new RunPlanner(connection.Run(run), _calls, _progress);
        var watcher = Watcher(run);
        RunStatus status;
        await using (ProgressDisplay.Start(context.Terminal, _progress, context.Time))
        {
            try
            {
                if (!await planner.Start(options, plan, context.Interruption.Token))
                {
                    throw UserErrorException.Usage(emptySentence);
                }

                status = await Watch(watcher, writer, context.Interruption.Token);
            }
            catch (OperationCanceledException) when (context.Interruption.HasHappened)
            {
                await Cancel(run, watcher, writer);
                return ExitCode.Interrupted;
            }
        }

        return Finish(status, writer, failOn);
    }

    /// <summary>Follows a run that exists. Ctrl-C stops following; the run goes on where there is a cluster.</summary>
    public async Task<int> Follow(string run, IOutcomeWriter writer)
    {
        RunStatus status;
        await using (ProgressDisplay.Start(context.Terminal, _progress, context.Time))
        {
            try
            {
                await WaitUntilStarted(run);
                status = await Watch(Watcher(run), writer, context.Interruption.Token);
            }
            catch (RunNotFoundException e)
            {
                throw UserErrorException.Failed($"{e.Message.TrimEnd('.')} in {connection.Store}; see 'gleaner runs list'.");
            }
        }

        return Finish(status, writer, FailOn.Any);
    }

    // The plan belongs to the client that writes it; if that one is gone there is nothing to wait for.
    private async Task WaitUntilStarted(string run)
    {
        var sources = -1;
        for (var changedAt = context.Time.GetTimestamp(); ;)
        {
            var status = await _calls.Repeat(() => connection.Run(run).GetStatus(), context.Interruption.Token);
            if (status.State is not RunState.Planning)
            {
                return;
            }

            if (status.Sources != sources)
            {
                (sources, changedAt) = (status.Sources, context.Time.GetTimestamp());
            }
            else if (context.Time.GetElapsedTime(changedAt) > PlanPause)
            {
                throw UserErrorException.Failed($"Run {run} was never started: its client ended while it wrote the plan; 'gleaner runs cancel {run}' ends it.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), context.Time, context.Interruption.Token);
        }
    }

    private RunWatcher Watcher(string run) => new(connection.Run(run), _calls, _progress);

    private static Task<RunStatus> Watch(RunWatcher watcher, IOutcomeWriter writer, CancellationToken cancellation) =>
        watcher.Watch(outcomes => writer.Write(outcomes, cancellation), cancellation);

    private async Task Cancel(string run, RunWatcher watcher, IOutcomeWriter writer)
    {
        using var bound = new CancellationTokenSource(CancelWithin, context.Time);
        try
        {
            await _calls.Repeat(() => connection.Run(run).Cancel(), bound.Token);
            Finish(await Watch(watcher, writer, bound.Token), writer, FailOn.None);
        }
        catch (RunNotFoundException)
        {
            context.Terminal.Say("Interrupted before the run began; nothing was gathered.");
        }
        catch (Exception e) when (e is OperationCanceledException or UserErrorException)
        {
            writer.Finish();
            context.Terminal.Say($"Interrupted; run {run} did not end in time. 'gleaner runs cancel {run}' cancels it.");
        }
    }

    private int Finish(RunStatus status, IOutcomeWriter writer, FailOn failOn)
    {
        writer.Finish();
        context.Terminal.Say(Summary(status, context.Time));
        return status.State is RunState.Cancelled ? ExitCode.Failed : failOn.ExitCodeOf(status);
    }

    public static string Summary(RunStatus status, TimeProvider time)
    {
        var took = (status.FinishedAt ?? time.GetUtcNow()) - status.StartedAt;
        var sources = status.Sources == 1 ? "1 source" : string.Create(CultureInfo.InvariantCulture, $"{status.Sources:#,0} sources");
        var state = status.State is RunState.Cancelled ? "was cancelled" : "is complete";
        return string.Create(CultureInfo.InvariantCulture, $"Run {status.Run} {state}: {sources}, {status.Ok:#,0} ok, {status.Failed:#,0} failed, {ProgressText.Duration(took)}.");
    }
}
