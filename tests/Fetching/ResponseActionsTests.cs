using Gleaner.Contracts.Sources;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class ResponseActionsTests
{
    [Theory]
    [InlineData(200, ResponseAction.Accept, ErrorKind.HttpStatus)]
    [InlineData(299, ResponseAction.Accept, ErrorKind.HttpStatus)]
    [InlineData(300, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(301, ResponseAction.Redirect, ErrorKind.Redirect)]
    [InlineData(302, ResponseAction.Redirect, ErrorKind.Redirect)]
    [InlineData(303, ResponseAction.Redirect, ErrorKind.Redirect)]
    [InlineData(304, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(307, ResponseAction.Redirect, ErrorKind.Redirect)]
    [InlineData(308, ResponseAction.Redirect, ErrorKind.Redirect)]
    [InlineData(400, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(401, ResponseAction.Fail, ErrorKind.Auth)]
    [InlineData(403, ResponseAction.Fail, ErrorKind.Auth)]
    [InlineData(404, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(405, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(408, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(410, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(425, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(429, ResponseAction.RateLimited, ErrorKind.RateLimited)]
    [InlineData(500, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(501, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(502, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(503, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(504, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(522, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(524, ResponseAction.Retry, ErrorKind.HttpStatus)]
    [InlineData(0, ResponseAction.Fail, ErrorKind.HttpStatus)]
    [InlineData(999, ResponseAction.Fail, ErrorKind.HttpStatus)]
    public void For_Status_HasItsAction(int status, ResponseAction action, ErrorKind kind)
    {
        var rule = ResponseActions.For(status, hasRetryAfter: false);

        Assert.Equal((action, kind), (rule.Action, rule.Kind));
    }

    [Fact]
    public void For_503WithRetryAfter_IsRateLimited() =>
        Assert.Equal((ResponseAction.RateLimited, ErrorKind.RateLimited), (ResponseActions.For(503, hasRetryAfter: true).Action, ResponseActions.For(503, hasRetryAfter: true).Kind));

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public void For_OtherStatusWithRetryAfter_StaysAsItIs(int status) =>
        Assert.Equal(ResponseAction.Retry, ResponseActions.For(status, hasRetryAfter: true).Action);

    [Fact]
    public void For_304_IsAnAnswerOnlyToAConditionalRequest()
    {
        Assert.Equal(ResponseAction.NotModified, ResponseActions.For(304, hasRetryAfter: false, conditional: true).Action);
        Assert.Equal(ResponseAction.Fail, ResponseActions.For(304, hasRetryAfter: false, conditional: false).Action);
    }

    [Fact]
    public void For_OwnRules_TheFirstThatMatchesWinsThenTheTable()
    {
        var own = new ResponsesDefinition([new(404, 404, ResponseAction.Ignore), new(400, 499, ResponseAction.Retry), new(503, 503, ResponseAction.Fail)]);

        Assert.Equal(ResponseAction.Ignore, ResponseActions.For(404, false, own: own).Action);
        Assert.Equal((ResponseAction.Retry, ErrorKind.Auth), (ResponseActions.For(403, false, own: own).Action, ResponseActions.For(403, false, own: own).Kind));
        Assert.Equal((ResponseAction.Fail, ErrorKind.HttpStatus), (ResponseActions.For(503, true, own: own).Action, ResponseActions.For(503, true, own: own).Kind));
        Assert.Equal(ResponseAction.Accept, ResponseActions.For(200, false, own: own).Action);
    }

    [Fact]
    public void For_DefaultRules_OverrideNothing() =>
        Assert.Equal(ResponseAction.Accept, ResponseActions.For(200, false, own: new ResponsesDefinition(default)).Action);
}
