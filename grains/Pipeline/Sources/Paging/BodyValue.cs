using System.Text.Json;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>Reads what a body says about the next page.</summary>
internal static class BodyValue
{
    /// <summary>The text or number at a path; null where there is none.</summary>
    /// <param name="isJson">False when the body is something else.</param>
    public static string? Find(PageSeen page, string path, out bool isJson)
    {
        isJson = !page.Body.IsEmpty;
        if (!isJson)
        {
            return null;
        }

        try
        {
            return JsonField.Text(JsonField.Find(page.Body.Span, path));
        }
        catch (JsonException)
        {
            isJson = false;
            return null;
        }
    }
}
