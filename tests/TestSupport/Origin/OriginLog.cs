using System.Collections.Concurrent;
using System.Text.Json;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>What an origin saw and sent. Safe to read while it serves.</summary>
public sealed class OriginLog
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentQueue<OriginHit> _hits = [];
    private readonly ConcurrentQueue<OriginSent> _sent = [];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<OriginSent>> _firstSent = [];
    private int _active;
    private int _mostActive;

    /// <summary>Every request, in order of arrival.</summary>
    public IReadOnlyCollection<OriginHit> Hits => _hits;

    /// <summary>Every body with a nonce that was sent whole.</summary>
    public IReadOnlyCollection<OriginSent> Sent => _sent;

    /// <summary>Most requests that were being answered at one time.</summary>
    public int MostActive => Volatile.Read(ref _mostActive);

    /// <summary>Requests for one path (without its query).</summary>
    public int HitsOf(string path) => _hits.Count(hit => hit.Path.Split('?')[0] == path);

    /// <summary>The first body sent for a path and query. A client may have it a moment before the origin has noted it: this waits for the note.</summary>
    public Task<OriginSent> FirstSent(string path) => FirstOf(path).Task;

    /// <summary>The <see cref="Sent"/> bodies, one JSON object a line.</summary>
    public void WriteNdjson(string file) =>
        File.WriteAllLines(file, _sent.Select(sent => JsonSerializer.Serialize(sent, Camel)));

    /// <summary>Notes a request; dispose it when its answer is over.</summary>
    internal Active Begin(string path, IReadOnlyDictionary<string, string> headers)
    {
        _hits.Enqueue(new OriginHit(path, TimeProvider.System.GetElapsedTime(_started), headers));
        var active = Interlocked.Increment(ref _active);
        for (var most = _mostActive; active > most; most = _mostActive)
        {
            Interlocked.CompareExchange(ref _mostActive, active, most);
        }

        return new Active(this);
    }

    internal void NoteSent(OriginSent sent)
    {
        _sent.Enqueue(sent);
        FirstOf(sent.Path).TrySetResult(sent);
    }

    private TaskCompletionSource<OriginSent> FirstOf(string path) =>
        _firstSent.GetOrAdd(path, static _ => new TaskCompletionSource<OriginSent>(TaskCreationOptions.RunContinuationsAsynchronously));

    internal readonly struct Active(OriginLog log) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref log._active);
    }
}
