using Gleaner.Client.Verifying;

namespace Gleaner.Client.Output;

/// <summary>What a check of a run found, in words.</summary>
internal static class VerdictText
{
    /// <summary>One line of counts: the verdict first.</summary>
    public static string Summary(RunVerdict verdict)
    {
        var acknowledged = verdict.Acknowledged is { } count ? $"{count} acknowledged, " : "";
        return $"Run {verdict.Run} ({verdict.State}) {(verdict.Holds ? "holds" : "does not hold")}: "
            + $"{verdict.Lost} lost, {verdict.Torn} torn, {CountText.Of(verdict.Duplicates, "duplicate")}, {verdict.Missing} missing; "
            + $"{CountText.Of(verdict.Sources, "source")}, {CountText.Of(verdict.Outcomes, "outcome")}, {acknowledged}extra fetches: {verdict.ExtraFetches:#,0}.";
    }

    public static IEnumerable<string> Lines(RunVerdict verdict) => verdict.Violations.Select(violation =>
        PrintableText.Of(violation.Source is { } source ? $"{Of(violation.Kind)}: {source}: {violation.Detail}" : $"{Of(violation.Kind)}: {violation.Detail}"));

    public static string Of(ViolationKind kind) => kind switch
    {
        ViolationKind.Lost => "lost",
        ViolationKind.Torn => "torn",
        ViolationKind.Duplicate => "duplicate",
        _ => "missing",
    };
}
