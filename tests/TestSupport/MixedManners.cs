using Gleaner.Contracts.Runs;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.TestSupport;

/// <summary>A plan of many good sources with some of every bad manner among them, and what each must end in.</summary>
public sealed class MixedManners
{
    // Manner, how many in a hundred, and the kinds its outcome may have; no kind means ok.
    private static readonly (string Path, int Percent, ErrorKind[] Kinds)[] Manners =
    [
        ("/slow/700/{0}", 3, []),
        ("/flaky/1/{0}", 3, []),
        ("/status/404?n={0}", 1, [ErrorKind.HttpStatus]),
        ("/status/401?n={0}", 1, [ErrorKind.Auth]),
        ("/bad-json?n={0}", 1, [ErrorKind.Parse]),
        ("/reset?n={0}", 1, [ErrorKind.Reset]),
        ("/short?n={0}", 1, [ErrorKind.ShortBody]),
        ("/garbage?n={0}", 1, [ErrorKind.Protocol]),
        ("/silent?n={0}", 1, [ErrorKind.Timeout, ErrorKind.Deadline]),
        ("/endless?n={0}", 1, [ErrorKind.TooLarge, ErrorKind.Timeout, ErrorKind.Deadline]),
    ];

    private readonly Dictionary<string, ErrorKind[]> _expected = [];

    /// <param name="origin">Where the URLs point.</param>
    /// <param name="count">How many URLs; each hundred holds the same mix.</param>
    /// <param name="tag">Keeps the paths of two plans on one origin apart.</param>
    public MixedManners(TestOrigin origin, int count, string tag)
    {
        for (var i = 0; i < count; i++)
        {
            var place = i % 100;
            var manner = (Path: "/ok/{0}", Percent: 0, Kinds: Array.Empty<ErrorKind>());
            foreach (var candidate in Manners)
            {
                place -= candidate.Percent;
                if (place < 0)
                {
                    manner = candidate;
                    break;
                }
            }

            _expected.Add(origin.Url(string.Format(System.Globalization.CultureInfo.InvariantCulture, manner.Path, $"{tag}-{i}")), manner.Kinds);
        }
    }

    public IReadOnlyCollection<string> Urls => _expected.Keys;

    public int ExpectedOk => _expected.Values.Count(kinds => kinds.Length == 0);

    /// <summary>
    /// Every URL has exactly one outcome, of the expected kind; and what came out ok has the hash of a body that the origin
    /// sent for that path, no other.
    /// </summary>
    public void AssertOutcomes(IReadOnlyCollection<Outcome> outcomes, OriginLog log)
    {
        Assert.Equal(_expected.Keys.Order(StringComparer.Ordinal), outcomes.Select(o => o.Url).Order(StringComparer.Ordinal));
        var sent = log.Sent.ToLookup(s => s.Path, s => s.Sha256);
        Assert.All(outcomes, outcome =>
        {
            var kinds = _expected[outcome.Url];
            if (kinds.Length > 0)
            {
                Assert.Contains(outcome.Error!.Kind, kinds);
                return;
            }

            Assert.True(outcome.Ok, $"{outcome.Url}: {outcome.Error?.Kind} {outcome.Error?.Message}");
            Assert.Contains(outcome.Sha256, sent[new Uri(outcome.Url).PathAndQuery]);
        });
    }
}
