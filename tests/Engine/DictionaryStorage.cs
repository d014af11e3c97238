using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Storage;

namespace Gleaner.Tests.Engine;

/// <summary>A storage of the tests' own, as a program registers one. All silos of the process share its rows.</summary>
public sealed class DictionaryStorage : IGrainStorage
{
    private static readonly ConcurrentDictionary<(string, GrainId), (string Json, int Version)> s_rows = new();

    /// <summary>Changes a row behind the grain's back.</summary>
    public static void Touch(string stateName, GrainId grainId) => s_rows[(stateName, grainId)] = s_rows[(stateName, grainId)] with { Version = s_rows[(stateName, grainId)].Version + 1 };

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainId.Key.ToString()!.Contains("unreadable", StringComparison.Ordinal))
        {
            throw new IOException("The row cannot be read.");
        }

        if (s_rows.TryGetValue((stateName, grainId), out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Json)!;
            grainState.ETag = $"{row.Version}";
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = s_rows.TryGetValue((stateName, grainId), out var row) ? row.Version : 0;
        if ((grainState.ETag ?? "0") != $"{version}")
        {
            throw new InconsistentStateException("Another wrote it.", $"{version}", grainState.ETag);
        }

        s_rows[(stateName, grainId)] = (JsonSerializer.Serialize(grainState.State), version + 1);
        grainState.ETag = $"{version + 1}";
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        s_rows.TryRemove((stateName, grainId), out _);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }
}
