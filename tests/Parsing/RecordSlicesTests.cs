using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class RecordSlicesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000)]
    public void Over_RandomPlaces_ComeBackByIndexAndInOrder(int count)
    {
        var random = new Random(20261122);
        var builder = new RecordSlices.Builder();
        var places = new List<(int Start, int Length)>();
        for (int i = 0, end = 0; i < count; i++)
        {
            var start = end + random.Next(random.Next(2) == 0 ? 3 : 20_000);
            var length = random.Next(random.Next(3) == 0 ? 3_000 : 100);
            places.Add((start, length));
            builder.Add(start, length);
            end = start + length;
        }

        var memory = new byte[count == 0 ? 0 : places[^1].Start + places[^1].Length];
        random.NextBytes(memory);

        var records = builder.Over(memory);

        Assert.Equal(count, records.Count);
        var expected = places.ConvertAll(place => (ReadOnlyMemory<byte>)memory.AsMemory(place.Start, place.Length));
        Assert.Equal(expected, records);
        Assert.Equal(expected, Enumerable.Range(0, count).Select(i => records[i]));
        Assert.Throws<ArgumentOutOfRangeException>(() => records[count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => records[-1]);
    }
}
