namespace Gleaner.Pipeline.Fetching;

/// <summary>Takes a response's validators, and leaves out those that could not be sent back as they came.</summary>
internal static class ResponseValidators
{
    /// <summary>Longest validator that is kept, in characters: it is stored and sent with every fetch.</summary>
    private const int Longest = 1024;

    public static Validators? Of(HttpResponseMessage response)
    {
        var tag = Kept(BodyReader.Value(response.Headers.NonValidated, "ETag"));
        var modified = Kept(BodyReader.Value(response.Content.Headers.NonValidated, "Last-Modified"));
        return tag is null && modified is null ? null : new Validators(tag, modified);
    }

    private static string? Kept(string? value) =>
        value is { Length: > 0 and <= Longest } && !value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? value : null;
}
