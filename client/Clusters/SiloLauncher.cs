using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;

namespace Gleaner.Client.Clusters;

/// <summary>Starts silo processes and waits until they are members.</summary>
internal sealed class SiloLauncher(ClusterFiles files)
{
    private static readonly TimeSpan JoinWithin = TimeSpan.FromSeconds(60);

    /// <summary>The silo's executable lies beside the client's, since the client references it.</summary>
    private static string Program => Path.Combine(AppContext.BaseDirectory, "gleaner-silo");

    /// <param name="settings">Variables of the silo's limits.</param>
    public SiloRecord Start(SiloRecord silo, StoreAddress store, IReadOnlyDictionary<string, string> settings)
    {
        Directory.CreateDirectory(files.Logs);
        using var process = DetachedProcess.Start(Program, [], silo.Log, new Dictionary<string, string>(settings)
        {
            [StoreAddress.Variable] = store.ToSecretString(),
            [SiloProcess.SiloPortVariable] = silo.SiloPort.ToString(CultureInfo.InvariantCulture),
            [SiloProcess.GatewayPortVariable] = silo.GatewayPort.ToString(CultureInfo.InvariantCulture),
            [SiloProcess.HttpPortVariable] = (silo.HttpPort ?? 0).ToString(CultureInfo.InvariantCulture),
            [SiloProcess.NameVariable] = silo.Name,
        });
        return silo with { Process = ProcessIdentity.Of(process.Id) ?? throw Ended(silo) };
    }

    /// <summary>Returns once every silo is active in the membership table and its gateway accepts connections.</summary>
    public static async Task WaitUntilJoined(IReadOnlyList<SiloRecord> silos, MembershipTable membership, TimeProvider time, CancellationToken cancellation)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            if (silos.FirstOrDefault(silo => !silo.IsAlive) is { } ended)
            {
                throw Ended(ended);
            }

            var active = (await membership.Read(cancellation)).Where(m => m.Status is MemberStatus.Active).Select(m => m.Port).ToHashSet();
            var missing = silos.Where(silo => !active.Contains(silo.SiloPort)).ToList();
            // Active is what the table says; ready is what the silo says.
            if (missing.Count == 0 && (await Task.WhenAll(silos.Select(s => LoopbackPort.Accepts(s.GatewayPort, cancellation)))).All(accepts => accepts)
                && (await Task.WhenAll(silos.Select(s => SiloHealth.IsReady(s, cancellation)))).All(ready => ready))
            {
                return;
            }

            if (time.GetElapsedTime(startedAt) > JoinWithin)
            {
                var late = missing.Count > 0 ? missing[0] : silos[0];
                throw UserErrorException.Failed($"{late.Name} did not get ready within {JoinWithin.TotalSeconds:0} s: {Tail(late)}Its log is {late.Log}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
        }
    }

    private static UserErrorException Ended(SiloRecord silo) =>
        UserErrorException.Failed($"{silo.Name} ended while it started: {Tail(silo)}Its log is {silo.Log}.");

    private static string Tail(SiloRecord silo) => LogTail.LastLine(silo.Log) is { Length: > 0 } line ? $"{line} " : "";
}
