namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>Turns a link that a server gave into the place of the next page.</summary>
internal static class NextLink
{
    public static PageTurn From(string link, PageSeen page, string? found = null)
    {
        if (!Uri.TryCreate(page.Base, link, out var next) || (next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps))
        {
            return PageTurn.Fault("The link to the next page is not a usable http or https URL.");
        }

        return page.Base.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp
            ? PageTurn.Fault("The link to the next page leaves https for http, which is not followed.")
            : PageTurn.To(new PagePosition(WithoutFragment(next), [], found));
    }

    private static string WithoutFragment(Uri url) => url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
}
