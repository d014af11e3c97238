using System.Text;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

/// <summary>Records as text, for comparing.</summary>
internal static class Records
{
    public static string[] Texts(IEnumerable<ReadOnlyMemory<byte>> records) => [.. records.Select(record => Encoding.UTF8.GetString(record.Span))];

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The message of the fault that the decoder ends in.</summary>
    public static string FaultOf(Func<IReadOnlyList<ReadOnlyMemory<byte>>> decode) => Assert.Throws<ParseFaultException>(() => { decode(); }).Message;
}
