using System.Text.Json;
using Gleaner.Contracts.Runs;
using Orleans.Storage;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Grain state as JSON, for every storage provider. A row that cannot be read, because it is damaged or a newer program's, becomes an
/// empty state that says so (<see cref="VersionedState.Unreadable"/>): its grain answers with that sentence, and nothing is written over it.
/// </summary>
public sealed class StateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(Write(input));

    public T? Deserialize<T>(BinaryData input) => Read<T>(input.ToMemory().Span);

    /// <exception cref="UnreadableStateException">The state stands for a row that could not be read.</exception>
    internal static byte[] Write<T>(T state)
    {
        if (state is VersionedState stored)
        {
            stored.ThrowIfUnreadable("what was not read whole");
            stored.StateVersion = stored.CurrentVersion;
        }

        return JsonSerializer.SerializeToUtf8Bytes(state, StoreJson.Options);
    }

    internal static T Read<T>(ReadOnlySpan<byte> payload)
    {
        try
        {
            var state = JsonSerializer.Deserialize<T>(payload, StoreJson.Options) ?? throw new JsonException("it holds nothing");
            if (state is not VersionedState stored || stored.StateVersion <= stored.CurrentVersion)
            {
                return state;
            }

            return Unreadable<T>(NewerThan(stored.CurrentVersion, stored.StateVersion), stored.StateVersion);
        }
        catch (Exception fault) when (typeof(VersionedState).IsAssignableFrom(typeof(T)) && fault is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            // A newer program may also have changed what a field is.
            var version = VersionOf(payload);
            var current = ((VersionedState)(object)Activator.CreateInstance<T>()!).CurrentVersion;
            return version > current
                ? Unreadable<T>(NewerThan(current, version), version)
                : Unreadable<T>($"it is damaged ({Place(fault)})", VersionedState.FirstVersion);
        }
    }

    private static string NewerThan(int current, int found) =>
        $"it has version {found} and this program reads up to version {current}; use the newer Gleaner that wrote it";

    private static T Unreadable<T>(string why, int version)
    {
        var state = Activator.CreateInstance<T>();
        ((VersionedState)(object)state!).MarkUnreadable(why, version);
        return state;
    }

    // The exception's text may repeat what is stored.
    private static string Place(Exception fault) => fault is JsonException { Path: { Length: > 1 } path } ? $"at {path}" : "it is not valid JSON";

    private static int VersionOf(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (JsonDocument.TryParseValue(ref reader, out var document))
            {
                using (document)
                {
                    return document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty("stateVersion", out var version) && version.TryGetInt32(out var number)
                        ? number
                        : VersionedState.FirstVersion;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Damaged, then.
        }

        return VersionedState.FirstVersion;
    }
}
