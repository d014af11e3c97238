using System.Globalization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Hosts;

/// <summary>The exchange may not begin.</summary>
internal sealed record RefusedPass(FetchError Error, DateTimeOffset Until) : HostPass(Error, Until)
{
    public static RefusedPass RateLimited(string authority, DateTimeOffset until) =>
        new(new FetchError(ErrorKind.RateLimited, $"{authority} asked to be left alone until {Text(until)}."), until);

    public static RefusedPass Closed(string authority, DateTimeOffset until) =>
        new(new FetchError(ErrorKind.HostClosed, $"{authority} gave no answer too many times in a row; nobody calls it until {Text(until)}."), until);

    public override void Exit(bool transportFailed, TimeSpan? retryAfter)
    {
    }

    private static string Text(DateTimeOffset until) => until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A bare URL's exchange: it holds no slot, and only a Retry-After matters of its end.</summary>
internal sealed record BarePass(HostBoardLink Board, Uri Origin) : HostPass(null, null)
{
    public override void Exit(bool transportFailed, TimeSpan? retryAfter)
    {
        if (retryAfter is { } wait && wait > TimeSpan.Zero)
        {
            Board.Hold(HostAuthority.Of(Origin), wait);
        }
    }
}

/// <summary>An exchange that holds a slot of its host.</summary>
internal sealed record SlotPass(HostSession Session) : HostPass(null, null)
{
    private int _over;

    public override void Exit(bool transportFailed, TimeSpan? retryAfter)
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            Session.Exit(transportFailed, retryAfter);
        }
    }
}
