using System.Text;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources.Incremental;

namespace Gleaner.Tests.Sources.Incremental;

public sealed class CursorValueTests
{
    [Theory]
    [InlineData("9", "10", "10")]
    [InlineData("-5", "-50", "-5")]
    [InlineData("1e3", "999", "1e3")]
    [InlineData("12345678901234567890123456", "12345678901234567890123457", "12345678901234567890123457")]
    [InlineData("\"2026-01-01T00:00:00+02:00\"", "\"2025-12-31T23:00:00Z\"", "2025-12-31T23:00:00Z")]
    [InlineData("\"2026-01-02\"", "\"2026-01-01T23:59:59Z\"", "2026-01-02")]
    [InlineData("\"b\"", "\"a\"", "b")]
    [InlineData("\"9\"", "\"10\"", "9")]
    public void Greatest_OfTwo_ComparesByKind(string a, string b, string expected)
    {
        Assert.Equal(expected, CursorValue.Greatest(Json(a), Json(b))!.Value.Text);
        Assert.Equal(expected, CursorValue.Greatest(Json(b), Json(a))!.Value.Text);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public void FromJson_WhatIsNoCursor_IsNone(string json) => Assert.Null(Json(json));

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T02:04:05Z")]
    [InlineData("2026-01-02T03:04:05.678Z", "2026-01-02T02:04:05.678Z")]
    [InlineData("2026-01-02T00:30:00+02:00", "2026-01-01T23:30:00+02:00")]
    [InlineData("2026-01-02 00:30:00", "2026-01-01 23:30:00")]
    [InlineData("2026-01-02", "2026-01-01")]
    [InlineData("text", "text")]
    [InlineData("17", "17")]
    public void Before_LagOfAnHour_KeepsTheManner(string kept, string sent) =>
        Assert.Equal(sent, CursorValue.FromText(kept).Before(Definition with { Lag = TimeSpan.FromHours(1) }));

    [Fact]
    public void Before_LagNumber_IsSubtracted() => Assert.Equal("90", CursorValue.FromText("100").Before(Definition with { LagNumber = 10 }));

    [Fact]
    public void Before_NoLag_IsExactlyWhatTheServerWrote() => Assert.Equal("1.50", CursorValue.FromText("1.50").Before(Definition));

    private static CursorDefinition Definition => new() { Field = "f", Param = "p" };

    private static CursorValue? Json(string json) => CursorValue.FromJson(Encoding.UTF8.GetBytes(json));
}
