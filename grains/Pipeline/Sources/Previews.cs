using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources;

/// <summary>The previews of one source, by their operations' ids. One that is done is kept for a minute, so that a lost answer can be asked for again.</summary>
internal sealed class Previews(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Kept> _byOperation = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The preview of an operation, begun if it is new.</summary>
    public Task<PreviewReply> Get(string operation, Func<CancellationToken, Task<PreviewReply>> begin)
    {
        foreach (var (old, kept) in _byOperation.ToArray())
        {
            if (kept.Reply.IsCompleted && time.GetElapsedTime(kept.AskedAt) > Keep)
            {
                _byOperation.Remove(old);
            }
        }

        var reply = _byOperation.TryGetValue(operation, out var known) ? known.Reply : begin(_stop.Token);
        _byOperation[operation] = new Kept(reply, time.GetTimestamp());
        return reply;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private readonly record struct Kept(Task<PreviewReply> Reply, long AskedAt);
}
