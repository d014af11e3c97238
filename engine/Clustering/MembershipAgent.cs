using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>
/// This silo's part in the cluster: its row in the membership table, and what it reads there.
/// Only the table decides: a silo that cannot reach it judges nobody and goes on as it is.
/// </summary>
internal sealed partial class MembershipAgent(SiloRuntime runtime, IMembershipTable table, ClusterMembershipOptions options, int gatewayPort, Action<string> onDead)
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly SiloAddress _self = runtime.Details.SiloAddress;
    private readonly Lock _lock = new();
    private Task _refreshing = Task.CompletedTask;
    private MembershipEntry? _entry;
    private bool _isLeaving;

    private DateTime UtcNow => runtime.Time.GetUtcNow().UtcDateTime;

    private ILogger Logger => runtime.Logger;

    /// <summary>Becomes a member: earlier silos at this endpoint are declared dead, then those that do not run any more.</summary>
    public async Task Join(CancellationToken cancellationToken)
    {
        await table.InitializeMembershipTableAsync(true, cancellationToken);
        await Write(
            data =>
            {
                foreach ((MembershipEntry entry, string etag) in data.Members.Select(member => member.ToValueTuple()))
                {
                    if (entry.SiloAddress.IsPredecessorOf(_self) && entry.Status != SiloStatus.Dead)
                    {
                        return table.UpdateRowAsync(Dead(entry), etag, data.Version.Next());
                    }

                    if (_self.IsPredecessorOf(entry.SiloAddress) && entry.Status != SiloStatus.Dead)
                    {
                        throw new OrleansException($"A later silo, {entry.SiloAddress}, has this silo's endpoint.");
                    }
                }

                return null;
            },
            cancellationToken);
        _entry = new MembershipEntry
        {
            SiloAddress = _self,
            SiloName = runtime.Details.Name,
            HostName = runtime.Details.DnsHostName,
            ProxyPort = gatewayPort,
            RoleName = runtime.Details.Name,
            Status = SiloStatus.Joining,
            StartTime = UtcNow,
            IAmAliveTime = UtcNow,
        };
        await Write(data => data.TryGet(_self) is null ? table.InsertRowAsync(_entry, data.Version.Next()) : null, cancellationToken);
        await Task.WhenAll(runtime.View.Others(_self).Select(Visit)).WaitAsync(cancellationToken);
        await Become(SiloStatus.Active, cancellationToken);
        _ = Every(options.TableRefreshTimeout, Refresh);
        _ = Every(options.IAmAliveTablePublishTimeout, SayAlive);
        _ = Every(options.ProbeTimeout, Probe);
        if (options.DefunctSiloCleanupPeriod is { } cleanup)
        {
            _ = Every(cleanup, () => table.CleanupDefunctSiloEntriesAsync(runtime.Time.GetUtcNow() - options.DefunctSiloExpiration));
        }
    }

    /// <summary>Writes this silo's status, and tells the others.</summary>
    public Task Become(SiloStatus status, CancellationToken cancellationToken)
    {
        _isLeaving |= status == SiloStatus.Dead;
        return Write(data => SetStatus(data, status), cancellationToken);
    }

    public void Stop() => _stopped.Cancel();

    /// <summary>Someone says that the table has this version.</summary>
    public void OnTold(long version)
    {
        if (version > runtime.View.Version)
        {
            _ = Reach(version);
        }
    }

    /// <summary>Reads the table until this version is seen; gives up quietly when the table cannot be read.</summary>
    public async Task Reach(long version)
    {
        for (int attempt = 0; attempt < 3 && runtime.View.Version < version; attempt++)
        {
            try
            {
                await RefreshOnce().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                EngineLog.TableUnreachable(Logger, exception);
                return;
            }
        }
    }

    private Task RefreshOnce()
    {
        lock (_lock)
        {
            return _refreshing.IsCompleted ? _refreshing = Refresh() : _refreshing;
        }
    }

    private async Task Refresh() => Take(await table.ReadAllAsync().ConfigureAwait(false));

    private void Take(MembershipTableData data)
    {
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        var view = new ClusterView(data);
        SiloStatus self = view.StatusOf(_self);
        if (_entry is not null && !_isLeaving && (self == SiloStatus.Dead || (self == SiloStatus.None && runtime.View.StatusOf(_self) == SiloStatus.Active)))
        {
            _stopped.Cancel();
            onDead(self == SiloStatus.Dead ? "the membership table says that it is dead" : "its row is gone from the membership table");
            return;
        }

        runtime.Use(view);
    }

    /// <summary>Reads and changes the table until there is nothing left to change; writes that lose a race are made again on what won it.</summary>
    private async Task Write(Func<MembershipTableData, Task<bool>?> change, CancellationToken cancellationToken)
    {
        bool changed = false;
        while (true)
        {
            MembershipTableData data = await table.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            if (change(data) is not { } write)
            {
                Take(data);
                break;
            }

            bool won = await write.WaitAsync(cancellationToken).ConfigureAwait(false);
            changed |= won;
            if (!won)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 + (_self.Endpoint.Port % 20)), runtime.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        if (changed)
        {
            foreach (SiloAddress other in runtime.View.Others(_self))
            {
                _ = runtime.LinkTo(other).Tell(Frame.TableChanged, runtime.View.Version, static (writer, version) => writer.VarUInt((ulong)version));
            }
        }
    }

    private Task SayAlive()
    {
        _entry!.IAmAliveTime = UtcNow;
        return table.UpdateIAmAliveAsync(_entry);
    }

    private MembershipEntry Dead(MembershipEntry entry)
    {
        MembershipEntry dead = entry.Copy();
        dead.AddOrUpdateSuspector(_self, UtcNow, options.NumVotesForDeathDeclaration);
        dead.Status = SiloStatus.Dead;
        return dead;
    }

    private Task<bool>? SetStatus(MembershipTableData data, SiloStatus status)
    {
        Tuple<MembershipEntry, string>? row = data.TryGet(_self);
        if (row is null || row.Item1.Status == SiloStatus.Dead || row.Item1.Status == status)
        {
            return null;
        }

        MembershipEntry entry = row.Item1.Copy();
        entry.Status = status;
        entry.IAmAliveTime = UtcNow;
        return table.UpdateRowAsync(entry, row.Item2, data.Version.Next());
    }

    private async Task Every(TimeSpan period, Func<Task> action)
    {
        using var timer = new PeriodicTimer(period, runtime.Time);
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false);
                await action().ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stopped.IsCancellationRequested)
            {
                EngineLog.TableUnreachable(Logger, exception);
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
