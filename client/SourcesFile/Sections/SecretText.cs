using System.Text.RegularExpressions;
using Gleaner.Client.SourcesFile.Keys;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>Secrets in a sources file: references only, so that files can be shared and nothing that is stored holds one.</summary>
internal static partial class SecretText
{
    private const string HowToWrite = "write ${env:NAME} or ${file:PATH}";

    /// <summary>Exactly one reference.</summary>
    public static readonly TextKind Reference = new("`${env:NAME}` or `${file:PATH}`", FaultInReference, ReferencePattern);

    /// <summary>Text that may hold references.</summary>
    public static readonly TextKind WithReferences = new("text, may hold references", text => HeaderText.FaultInValue(text) is { } fault ? $"the value {fault}" : null);

    private const string ReferencePattern = @"^\$\{(env|file):[^}]+\}$";

    /// <summary>Never repeats the text: it may be the secret itself.</summary>
    private static string? FaultInReference(string text) =>
        OneReference().IsMatch(text) ? null
        : text.Length == 0 ? $"the secret is empty; {HowToWrite}"
        : $"the secret must be a reference, so that it is in no file and no database; {HowToWrite}";

    /// <summary>What is wrong with a header's value in a file, in one clause.</summary>
    public static string? FaultInHeader(string name, string value) =>
        HeaderText.FaultInValue(value)
        ?? (CredentialNames.IsCredential(name) && !value.Contains("${", StringComparison.Ordinal) ? $"holds a secret in plain text; {HowToWrite}" : null);

    [GeneratedRegex(ReferencePattern)]
    private static partial Regex OneReference();
}
