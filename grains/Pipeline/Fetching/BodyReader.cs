using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Reads a response's body, decompressed, into pooled memory and under its cap.</summary>
internal static class BodyReader
{
    /// <summary>An empty body for this response, of a size that suits what the server announced.</summary>
    public static PooledBody Prepare(HttpResponseMessage response, FetchLimits limits)
    {
        var headers = response.Content.Headers.NonValidated;
        return new PooledBody(limits.MaxBodyBytes, headers.Contains("Content-Encoding") ? 0 : Announced(response, headers));
    }

    /// <summary>Fills the body to the end of the stream; false when there is more than its cap.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> Fill(PooledBody body, HttpResponseMessage response, FetchLimits limits, AttemptTimer timer)
    {
        var headers = response.Content.Headers.NonValidated;
        var coding = Value(headers, "Content-Encoding");
        if (string.IsNullOrEmpty(coding) && Announced(response, headers) > limits.MaxBodyBytes)
        {
            return false;
        }

        var raw = response.Content.ReadAsStream(timer.Token);
        if (string.IsNullOrEmpty(coding))
        {
            return await Copy(body, raw, limits, timer).ConfigureAwait(false);
        }

        var decoded = await BodyDecoding.Decode(raw, coding, timer.Token).ConfigureAwait(false);
        await using (decoded.ConfigureAwait(false))
        {
            return await Copy(body, decoded, limits, timer).ConfigureAwait(false);
        }
    }

    /// <summary>A header's value as sent, or null.</summary>
    public static string? Value(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The length that will come; of a HEAD's answer nothing does, whatever it says.</summary>
    private static long Announced(HttpResponseMessage response, HttpHeadersNonValidated headers) =>
        response.RequestMessage?.Method != HttpMethod.Head && long.TryParse(Value(headers, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> Copy(PooledBody body, Stream stream, FetchLimits limits, AttemptTimer timer)
    {
        while (true)
        {
            var free = body.Free();
            var full = free.IsEmpty;
            // One byte more than fits is enough to know that the body is too large.
            var reading = stream.ReadAsync(full ? new byte[1] : free, timer.Token);
            if (!reading.IsCompleted)
            {
                timer.ExpectBytesWithin(limits.IdleReadTimeout);
            }

            var count = await reading.ConfigureAwait(false);
            if (count == 0)
            {
                return true;
            }

            if (full)
            {
                return false;
            }

            body.Advance(count);
        }
    }
}
