using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Transforming;
using static Gleaner.Tests.Transforming.Rows;

namespace Gleaner.Tests.Transforming;

public sealed class TransformerTests
{
    [Fact]
    public void Transform_NothingToDo_TheRecordsThemselves()
    {
        IReadOnlyList<ReadOnlyMemory<byte>> records = new[] { (ReadOnlyMemory<byte>)"1"u8.ToArray() };
        var source = new SourceDefinition { Name = "s", Url = "http://x" };

        Assert.True(ITransformer.IsIdle(source));
        Assert.Same(records, new Transformer().Transform(records, source, []).Rows);
    }

    [Fact]
    public void Transform_ContractAlone_DoesNotCopyRows()
    {
        IReadOnlyList<ReadOnlyMemory<byte>> records = new[] { (ReadOnlyMemory<byte>)"{}"u8.ToArray() };
        var source = new SourceDefinition { Name = "s", Url = "http://x", Contract = new SchemaContract(ContractMode.Evolve, []) };

        Assert.Same(records, new Transformer().Transform(records, source, []).Rows);
    }

    [Fact]
    public void Transform_SomeRecordsFail_TheOthersLive()
    {
        var rows = Transform(
            [.. Enumerable.Range(0, 10).Select(i => i is 2 or 5 ? $"{{\"n\":\"x{i}\"}}" : $"{{\"n\":\"{i}\"}}")], null, [], false,
            Step(TransformKind.Cast, ("n", "integer")), Filter("n", FilterOperator.Less, "5"));

        Assert.Null(rows.Error);
        Assert.Equal(["{\"n\":0}", "{\"n\":1}", "{\"n\":3}", "{\"n\":4}"], Texts(rows));
        Assert.Equal((4, 2), (rows.Filtered, rows.Bad));
        Assert.Equal([new BadRow(2, "step 1 (cast): 'n' is \"x2\" and cannot be cast to integer"), new BadRow(5, "step 1 (cast): 'n' is \"x5\" and cannot be cast to integer")], rows.Samples);
    }

    [Fact]
    public void Transform_EveryRecordFails_IsAnErrorWithASample()
    {
        var rows = Transform([.. Enumerable.Range(0, 10).Select(i => $"{{\"n\":\"x{i}\"}}")], null, [], false, Step(TransformKind.Cast, ("n", "integer")));

        Assert.Equal(ErrorKind.Transform, rows.Error?.Kind);
        Assert.Equal("Every one of 10 records failed in the transform. Record 0: step 1 (cast): 'n' is \"x0\" and cannot be cast to integer.", rows.Error!.Message);
        Assert.Equal((0, 10, BadRow.MaxSamples), (rows.Rows.Count, rows.Bad, rows.Samples.Length));
    }

    [Fact]
    public void Transform_NoRecords_NoError() => Assert.Null(Transform([], null, [], false, Step(TransformKind.Cast, ("n", "integer"))).Error);

    [Fact]
    public void Transform_AllFilteredOut_NoError()
    {
        var rows = Transform(["""{"n":1}"""], null, [], false, Filter("n", FilterOperator.Greater, "1"));

        Assert.Equal((0, 1, null), (rows.Rows.Count, rows.Filtered, rows.Error));
    }

    [Theory]
    [InlineData(TransformKind.Cast, "a", "wholenumber", "step 1 (cast) cannot be used: 'a' cannot be cast to 'wholenumber'")]
    [InlineData(TransformKind.Cast, "a", "1", "cannot be cast to '1'")]
    [InlineData(TransformKind.Rename, "a", null, "'a' needs a new name")]
    [InlineData(TransformKind.Constant, "a", "{broken", "'a' needs a JSON value")]
    [InlineData(TransformKind.Constant, "a", "1,2", "'a' needs a JSON value")]
    [InlineData(TransformKind.Constant, "a", "1e999", "'a' needs a JSON value")]
    [InlineData(TransformKind.Constant, "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.1.2.3.4.5", "{}", "too deep")]
    [InlineData(TransformKind.Filter, "a", "1", "it needs an operator")]
    [InlineData(TransformKind.Drop, "", null, "a field has no name")]
    public void Transform_StepThatCannotBeUsed_IsAnErrorThatNamesIt(TransformKind kind, string field, string? argument, string expected)
    {
        var rows = Transform("{}", Step(kind, (field, argument)));

        Assert.Equal(ErrorKind.Transform, rows.Error?.Kind);
        Assert.Contains(expected, rows.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_RowsThatGrowWithoutBound_EndAsTooLarge()
    {
        var constant = $"\"{new string('x', 100_000)}\"";
        var records = Enumerable.Repeat("{}", 1 + (ParseLimits.RowGrowth * ParseLimits.MaxBytes / 100_000)).ToArray();

        Assert.Equal(ErrorKind.TooLarge, Transform(records, null, [], false, Step(TransformKind.Constant, ("a", constant))).Error?.Kind);
    }

    [Theory]
    [InlineData(20261122)]
    [InlineData(1)]
    public void Transform_RandomStepsOverRandomRecords_CountAllAndEmitOnlyWhatCanBeStored(int seed)
    {
        var random = new Random(seed);
        string[] values = ["1", "-1.50", "\"12\"", "\"x\\ud83d\\ude00\"", "null", "true", "[1,{\"a\":2}]", "{\"a\":{\"b\":\"1\"},\"c\":[]}", "\"2024-05-01T00:00:00Z\"", "{}"];
        string[] names = ["a", "b", "a.b", "c", "a_b", "", "\\u00e9", "0"];
        string[] paths = ["a", "b", "a.b", "a.0", "a.1.a", "c.a.b", "a.a", "é", "0", "x.y", "a..b"];
        string?[] arguments = ["1", "\"x\"", "integer", "text", "timestamp", "_", "", null, "true", "{\"q\":[1]}", "a"];
        for (var i = 0; i < 3_000; i++)
        {
            var records = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(8) == 0
                ? Pick(values)
                : $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{Pick(names)}\":{Pick(values)}"))}}}").ToArray();
            var steps = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new TransformStep(
                (TransformKind)random.Next(7), [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => new TransformField(Pick(paths), Pick(arguments)))], (FilterOperator)random.Next(8))).ToArray();
            var contract = random.Next(2) == 0 ? null : new SchemaContract((ContractMode)random.Next(3), random.Next(2) == 0 ? [] : [new("a", (FieldType)random.Next(7))]);

            var rows = Transform(records, contract, [], false, steps);

            var seen = $"{string.Join(' ', records)} {string.Join(' ', steps.Select(step => $"{step.Kind} {string.Join(' ', step.Fields)}"))}";
            Assert.True(rows.Error is not null || rows.Rows.Count + rows.Filtered + rows.Bad == records.Length, seen);
            Assert.True(rows.Error is null || rows.Rows.Count == 0, seen);
            Assert.True(rows.Samples.Length == Math.Min(rows.Bad, BadRow.MaxSamples), seen);
            foreach (var row in rows.Rows)
            {
                Assert.True(Utf8.IsValid(row.Span), seen);
                using var json = JsonDocument.Parse(row, new JsonDocumentOptions { MaxDepth = ParseLimits.MaxDepth });
                Assert.True(json.RootElement.EnumerateObject().DistinctBy(field => field.Name).Count() == json.RootElement.EnumerateObject().Count(), seen);
            }
        }

        T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
    }
}
