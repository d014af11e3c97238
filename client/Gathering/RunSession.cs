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

    /// <summary>Takes up a run that has not ended and follows it. Where a cluster already drives it, this only follows.</summary>
    public async Task<int> Resume(string run, IOutcomeWriter writer)
    {
        // The call alone activates a coordinator where none is.
        var status = await Known(run, () => _calls.Repeat(() => connection.Run(run).GetStatus(), context.Interruption.Token));
        return status.State switch
        {
            RunState.Running => await Follow(run, after: null, writer),
            RunState.Planning => throw UserErrorException.Failed(
                $"Run {run} is in planning: its client is still writing the plan, or ended while it did; 'gleaner runs cancel {run}' ends it."),
            RunState.Completed => throw UserErrorException.Failed($"Run {run} is completed: there is nothing to resume; 'gleaner runs watch {run}' shows it."),
            _ => throw UserErrorException.Failed($"Run {run} is cancelled: there is nothing to resume; 'gleaner runs watch {run}' shows what it had."),
        };
    }

    /// <summary>Follows a run that exists. Ctrl-C stops following; the run goes on where there is a cluster.</summary>
    /// <param name="after">Null shows outcomes as they come; a number shows them in the order of the plan, without the first so many.</param>
    public async Task<int> Follow(string run, int? after, IOutcomeWriter writer)
    {
        RunStatus status;
        await using (ProgressDisplay.Start(context.Terminal, _progress, context.Time))
        {
            status = await Known(run, async () =>
            {
                await WaitUntilStarted(run);
                return after is { } shown
                    ? await WatchInOrder(run, shown, writer, context.Interruption.Token)
                    : await Watch(Watcher(run), writer, context.Interruption.Token);
            });
        }

        return Finish(status, writer, FailOn.Any);
    }

    private async Task<T> Known<T>(string run, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RunNotFoundException)
        {
            throw UserErrorException.Failed($"There is no run {run} in {connection.Store}; see 'gleaner runs list'.");
        }
    }

    private async Task<RunStatus> WatchInOrder(string run, int after, IOutcomeWriter writer, CancellationToken cancellation)
    {
        var status = await _calls.Repeat(() => connection.Run(run).GetStatus(), cancellation);
        var most = status.HasEnded ? status.Ok + status.Failed : status.Sources;
        if (after > most)
        {
            throw UserErrorException.Failed(string.Create(
                CultureInfo.InvariantCulture, $"--after {after} is beyond the end of run {run}: it has {most} {(status.HasEnded ? "outcomes" : "sources")}."));
        }

        var order = new PlanOrder(await _calls.Repeat(() => connection.Run(run).GetShardSizes(), cancellation), after);
        status = await Watcher(run).Watch(outcomes => writer.Write(order.Add(outcomes), cancellation), cancellation);
        await writer.Write(order.Rest(), cancellation);
        return status;
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
