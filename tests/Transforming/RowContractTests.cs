using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Transforming;

namespace Gleaner.Tests.Transforming;

public sealed class RowContractTests
{
    private static readonly ColumnDefinition Id = new("id", FieldType.Integer, Required: true);
    private static readonly ColumnDefinition Price = new("price", FieldType.Number);
    private static readonly ColumnDefinition At = new("at", FieldType.Timestamp);

    [Theory]
    [InlineData("""{"id":1,"price":1.5,"at":"2024-05-01T12:00:00Z"}""")]
    [InlineData("""{"id":1,"price":2}""")]
    [InlineData("""{"id":1,"price":null,"at":null}""")]
    [InlineData("""{"id":12345678901234567890}""")]
    public void Frozen_RowThatFits_Passes(string row)
    {
        var rows = Check(ContractMode.Freeze, [Id, Price, At], [], row);

        Assert.Null(rows.Error);
        Assert.Equal([row], Rows.Texts(rows));
        Assert.Equal([Id, Price, At], rows.Columns);
    }

    [Theory]
    [InlineData("""{"id":1,"price":"1.5"}""", "row 1: column 'price' is number and here text: \"1.5\"")]
    [InlineData("""{"id":1.5}""", "row 1: column 'id' is integer and here number: 1.5")]
    [InlineData("""{"id":null}""", "row 1: column 'id' is required and null")]
    [InlineData("""{"price":1}""", "row 1: column 'id' is required and not there")]
    [InlineData("""{"id":1,"at":"yesterday"}""", "row 1: column 'at' is timestamp and here text: \"yesterday\"")]
    [InlineData("""{"id":1,"other":true}""", "row 1: column 'other' is not in the contract")]
    [InlineData("""{"id":1,"other":null}""", "row 1: column 'other' is not in the contract")]
    [InlineData("[1]", "row 1: the record is [1], which is no object")]
    public void Frozen_RowThatDoesNot_BreaksAllAndIsNamed(string row, string expected)
    {
        var rows = Check(ContractMode.Freeze, [Id, Price, At], [], """{"id":0}""", row, """{"id":2}""");

        Assert.Equal(ErrorKind.Schema, rows.Error?.Kind);
        Assert.Contains(expected, rows.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(rows.Rows);
    }

    [Fact]
    public void DiscardRow_RowsThatDoNotFit_AreLeftOutCountedAndSampled()
    {
        var records = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? $"{{\"id\":{i}}}" : $"{{\"id\":\"{i}\"}}").ToArray();

        var rows = Check(ContractMode.DiscardRow, [Id], [], records);

        Assert.Null(rows.Error);
        Assert.Equal(records.Where((_, i) => i % 2 == 0), Rows.Texts(rows));
        Assert.Equal(10, rows.Bad);
        Assert.Equal([1, 3, 5, 7, 9], rows.Samples.Select(sample => sample.Record));
        Assert.Equal("contract: column 'id' is integer and here text: \"1\"", rows.Samples[0].Reason);
    }

    [Fact]
    public void DiscardRow_NoRowFits_IsAnError()
    {
        var rows = Check(ContractMode.DiscardRow, [Id], [], """{"id":"x"}""", """{"id":"y"}""");

        Assert.Equal(ErrorKind.Transform, rows.Error?.Kind);
        Assert.Contains("Row 0: contract: column 'id' is integer and here text: \"x\"", rows.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(2, rows.Bad);
    }

    [Fact]
    public void Evolve_NewColumnsAndTypes_AreTakenUp()
    {
        var rows = Check(
            ContractMode.Evolve, [Id], [new("n", FieldType.Integer)],
            """{"id":1,"n":1,"t":"x","u":null,"o":{},"l":[],"b":true}""", """{"id":2.5,"n":"x","t":1,"u":7}""");

        Assert.Equal(2, rows.Rows.Count);
        Assert.Equal(
            [
                new("id", FieldType.Number, Required: true), new("n", FieldType.Text), new("t", FieldType.Text), new("o", FieldType.Object),
                new("l", FieldType.Array), new("b", FieldType.Boolean), new("u", FieldType.Integer),
            ],
            rows.Columns);
    }

    [Fact]
    public void Evolve_DeclaredColumnThatHasEvolved_StaysSo() =>
        Assert.Equal([Id with { Type = FieldType.Number }], Check(ContractMode.Evolve, [Id], [new("id", FieldType.Number)], """{"id":1}""").Columns);

    [Fact]
    public void Evolve_RequiredFieldMissing_IsABadRow() => Assert.Equal(1, Check(ContractMode.Evolve, [Id], [], """{"id":1}""", """{"x":1}""").Bad);

    [Fact]
    public void Evolve_RecordsThatAreNoObjects_Pass() => Assert.Equal(["1", "\"x\""], Rows.Texts(Check(ContractMode.Evolve, [], [], "1", "\"x\"")));

    [Theory]
    [InlineData(ContractMode.Freeze)]
    [InlineData(ContractMode.DiscardRow)]
    public void Learned_ColumnsOfTheFirstFetch_HoldForTheNext(ContractMode mode)
    {
        var first = Check(mode, [], [], """{"a":1}""", """{"a":1.5,"b":"x"}""");
        var second = Check(mode, [], first.Columns, """{"a":2}""", """{"a":"y"}""", """{"c":1}""");

        Assert.Null(first.Error);
        Assert.Equal([new("a", FieldType.Number), new("b", FieldType.Text)], first.Columns);
        Assert.Equal(mode == ContractMode.Freeze ? ErrorKind.Schema : null, second.Error?.Kind);
        Assert.Equal(mode == ContractMode.Freeze ? 0 : 1, second.Rows.Count);
        Assert.Equal(first.Columns, second.Columns);
    }

    [Fact]
    public void Learning_LaterPageOfTheFirstFetch_GoesOnEvolving()
    {
        var contract = new SchemaContract(ContractMode.Freeze, []);
        var rows = Rows.Transform(["""{"a":1.5,"b":1}"""], contract, [new("a", FieldType.Integer)], learning: true);

        Assert.Null(rows.Error);
        Assert.Equal([new("a", FieldType.Number), new("b", FieldType.Integer)], rows.Columns);
    }

    [Fact]
    public void Evolve_KeysThatAreData_DoNotGrowTheColumnsForEver()
    {
        var records = Enumerable.Range(0, RowContract.MaxColumns + 5).Select(i => $"{{\"k{i}\":1}}").ToArray();

        var rows = Check(ContractMode.Evolve, [], [], records);

        Assert.Equal((records.Length, RowContract.MaxColumns), (rows.Rows.Count, rows.Columns.Length));
    }

    [Fact]
    public void Contract_AfterSteps_SeesTheirRows() => Assert.Null(Rows.Transform(
        ["""{"id":"7"}"""], new SchemaContract(ContractMode.Freeze, [Id]), [], false, Rows.Step(TransformKind.Cast, ("id", "integer"))).Error);

    private static TransformedRows Check(ContractMode mode, ImmutableArray<ColumnDefinition> columns, ImmutableArray<ColumnDefinition> learned, params string[] records) =>
        Rows.Transform(records, new SchemaContract(mode, columns), learned, false);
}
