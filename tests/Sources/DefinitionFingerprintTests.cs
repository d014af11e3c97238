using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Tests.Sources;

public sealed class DefinitionFingerprintTests
{
    private static readonly SourceDefinition Source = new() { Name = "a", Url = "http://a/", Politeness = new PolitenessDefinition() };

    [Fact]
    public void Of_BareUrl_IsNone() => Assert.Null(DefinitionFingerprint.Of(new SourceDefinition { Name = "http://a/", Url = "http://a/" }));

    [Fact]
    public void Of_WhatDecidesAboutRows_Differs()
    {
        SourceDefinition[] all =
        [
            Source,
            Source with { Url = "http://b/" },
            Source with { Headers = [new HeaderField("Accept", "text/csv")] },
            Source with { Request = new RequestDefinition { Query = [new QueryParameter("a", "b")] } },
            Source with { Decode = new DecodeDefinition { Records = "items" } },
            Source with { Transform = new TransformDefinition([new TransformStep(TransformKind.Drop, [new TransformField("a")])]) },
            Source with { Transform = new TransformDefinition([new TransformStep(TransformKind.Drop, [new TransformField("b")])]) },
            Source with { Contract = new SchemaContract(ContractMode.Freeze, []) },
            Source with { Pagination = new PaginationDefinition { Kind = PaginationKind.LinkHeader } },
            Source with { Cursor = new CursorDefinition { Field = "id", Param = "since" } },
        ];
        Assert.Equal(all.Length, all.Select(DefinitionFingerprint.Of).Distinct().Count());
    }

    [Fact]
    public void Of_WhatOnlyDecidesAboutManners_IsTheSame() => Assert.Equal(
        DefinitionFingerprint.Of(Source),
        DefinitionFingerprint.Of(Source with
        {
            Name = "b", Tags = ["x"], Timeout = TimeSpan.FromSeconds(1), Politeness = new PolitenessDefinition { MaxConcurrency = 1 }, Schedule = new ScheduleDefinition { Every = TimeSpan.FromHours(1) },
        }));

    [Fact]
    public void Of_DefinitionAppliedByAnEarlierVersion_IsStillTheSame() => Assert.Equal("52e32f38fb2cfc18", DefinitionFingerprint.Of(new SourceDefinition
    {
        Name = "items", Url = "http://a/items", AllowPrivate = true, Politeness = new PolitenessDefinition(), Tags = ["incremental"],
        Cursor = new CursorDefinition { Field = "id", Param = "since", Key = ["id"] },
    }));

    [Fact]
    public void AreSame_AnyDifference_IsSeen()
    {
        Assert.True(DefinitionFingerprint.AreSame(Source with { Tags = ["x"] }, Source with { Tags = ["x"] }));
        Assert.False(DefinitionFingerprint.AreSame(Source, Source with { Schedule = new ScheduleDefinition { Every = TimeSpan.FromHours(1) } }));
        Assert.False(DefinitionFingerprint.AreSame(Source, Source with { Retry = new RetryDefinition { MaxAttempts = 2 } }));
        Assert.False(DefinitionFingerprint.AreSame(null, Source));
    }
}
