namespace Gleaner.Pipeline.Parsing;

/// <summary>Ends a decoder; it never leaves <see cref="Parser"/>.</summary>
/// <param name="clause">What is wrong and where, to stand after a colon or "but".</param>
/// <param name="misread">True when the body may be of another format than it was read as; false when it is of that format and yet cannot be used.</param>
internal sealed class ParseFaultException(string clause, bool misread = true) : Exception(clause)
{
    public bool Misread { get; } = misread;

    /// <summary>A body that is what it should be, but passes a bound.</summary>
    public static ParseFaultException Limit(string clause) => new(clause, misread: false);

    /// <summary>More records than a body of this length may have.</summary>
    public static ParseFaultException TooManyRecords(int most) => Limit(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it has more than {most:N0} records"));
}
