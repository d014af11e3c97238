using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>Answers that are nearly HTTP: whatever comes, a fetch ends in a value and in time.</summary>
public sealed class FetcherFuzzTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private const int Seed = 20261122;

    private static readonly string[] Answers =
    [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"id\": 12345}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nTrailer: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 26\r\n\r\n\u001f\u008b\u0008\0\0\0\0\0\0\u0003\u004b\u004c\u004a\u0006\0\u00c2\u0041\u0024\u0035\u0003\0\0\0\0\0\0",
        "HTTP/1.1 302 Found\r\nLocation: /raw?\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end",
    ];

    [Fact]
    public async Task Fetch_200MutatedAnswers_EndInAValueAndInTime()
    {
        var random = new Random(Seed);
        using var fetcher = FetcherFixture.Make(new FetchLimits { MaxAttempts = 1, IdleReadTimeout = TimeSpan.FromMilliseconds(300) });
        var answers = Enumerable.Range(0, 200).Select(_ => Mutate(Encoding.Latin1.GetBytes(Answers[random.Next(Answers.Length)]), random)).ToList();

        await Parallel.ForEachAsync(answers, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (answer, cancellation) =>
        {
            var spec = FetcherFixture.Spec(fixture.Origin.Url($"/raw?{Convert.ToHexString(answer)}")) with { Timeout = TimeSpan.FromSeconds(1), Deadline = TimeSpan.FromSeconds(2) };
            using var result = await fetcher.Fetch(spec, cancellation);

            Assert.True(result.Error?.Kind is not ErrorKind.Internal, Encoding.Latin1.GetString(answer));
            Assert.Equal(result.Error is null, result.Sha256 is not null);
            Assert.True(result.Duration < TimeSpan.FromSeconds(10));
        });
    }

    private static byte[] Mutate(byte[] answer, Random random)
    {
        var bytes = answer.ToList();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(10), bytes.Count - at));
                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }
}
