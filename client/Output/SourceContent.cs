using System.Text;

namespace Gleaner.Client.Output;

/// <summary>A whole body.</summary>
internal sealed class SourceContent
{
    private SourceContent(byte[] bytes, string? text) => (Bytes, Text) = (bytes, text);

    public byte[] Bytes { get; }

    /// <summary>The body as text, or null when it is not text.</summary>
    public string? Text { get; }

    /// <param name="charset">Web name of the character encoding, or null when the body is not text.</param>
    public static SourceContent Decode(byte[] bytes, string? charset)
    {
        if (charset is null)
        {
            return new SourceContent(bytes, null);
        }

        try
        {
            // The framework alone knows Unicode, ASCII and Latin-1; the web uses more.
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var encoding = Encoding.GetEncoding(charset, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);
            using var reader = new StreamReader(new MemoryStream(bytes), encoding, detectEncodingFromByteOrderMarks: true);
            return new SourceContent(bytes, reader.ReadToEnd());
        }
        catch (Exception e) when (e is ArgumentException or DecoderFallbackException)
        {
            // Not what it says it is: the bytes are the truth.
            return new SourceContent(bytes, null);
        }
    }
}
