using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Orleans.Storage;

namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// One coordinator's hold on its run's row. While it is renewed no other silo wakes the run; once another coordinator has taken the run,
/// nothing of this one is written any more. A coordinator cannot know for how long it stood still: the row's epoch does.
/// </summary>
/// <param name="silo">Who owns it, for people who look into the row.</param>
internal sealed class RunLease(string run, string silo, IRunRows rows, TimeProvider time)
{
    /// <summary>Without a renewal for so long, any silo wakes the run.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    /// <summary>How often a coordinator renews it.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(2);
    private const int MostOfName = 90;

    private readonly string _owner = $"{(silo.Length > MostOfName ? silo[..MostOfName] : silo)}/{Guid.NewGuid():N}";
    private int _epoch;
    private long _renewedAt;

    /// <summary>True once another coordinator has taken the run.</summary>
    public bool IsLost { get; private set; }

    /// <summary>True when the last renewal is older than a coordinator should let it be.</summary>
    public bool IsDue => time.GetElapsedTime(_renewedAt) >= RenewEvery;

    private bool IsHeld => _epoch > 0 && !IsLost;

    /// <summary>Takes the run from whoever has it. A run that has ended is not taken: the row says how it ended.</summary>
    /// <exception cref="InconsistentStateException">Another took it in the same moment.</exception>
    public async Task<RunRow> Take(RunStatus status, CancellationToken cancellation)
    {
        var row = await rows.Take(status, _owner, Lasts, cancellation);
        if (row.FinishedAt is null)
        {
            ThrowIfLost(row.Owner == _owner);
        }

        _epoch = row.Epoch;
        _renewedAt = time.GetTimestamp();
        return row;
    }

    /// <summary>Writes the run's status and renews the lease.</summary>
    /// <returns>The row afterwards: where the run had ended before, how it ended.</returns>
    /// <exception cref="InconsistentStateException">Another coordinator has taken the run; nothing was written.</exception>
    public async Task<RunRow> Save(RunStatus status, CancellationToken cancellation)
    {
        ThrowIfLost(!IsLost);
        var row = await rows.Save(status, _epoch, Lasts, cancellation);
        ThrowIfLost(row?.Epoch == _epoch);
        _renewedAt = time.GetTimestamp();
        return row!;
    }

    /// <summary>Gives the run back, as well as that goes within a moment.</summary>
    public async Task Release()
    {
        if (!IsHeld)
        {
            return;
        }

        using var bound = new CancellationTokenSource(ReleaseWithin, time);
        try
        {
            await rows.Release(run, _epoch, bound.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or StoreException)
        {
            // It runs out by itself.
        }
    }

    /// <exception cref="InconsistentStateException">Another coordinator has taken the run.</exception>
    public void ThrowIfLost() => ThrowIfLost(!IsLost);

    private void ThrowIfLost(bool holds)
    {
        if (!holds)
        {
            IsLost = true;
            throw new InconsistentStateException($"Another coordinator has taken run {run}.");
        }
    }
}
