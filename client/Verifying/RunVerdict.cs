namespace Gleaner.Client.Verifying;

/// <summary>What a check of one run found.</summary>
internal sealed record RunVerdict
{
    /// <summary>Violations listed of one kind at most; all of them are counted.</summary>
    public const int ListedOfAKind = 20;

    public required string Run { get; init; }

    /// <summary>As in the table <c>runs</c>. Of a run that has not completed nothing can be missing yet.</summary>
    public required string State { get; init; }

    /// <summary>Planned.</summary>
    public required int Sources { get; init; }

    /// <summary>Rows found.</summary>
    public required int Outcomes { get; init; }

    /// <summary>Of them the good ones.</summary>
    public required int Ok { get; init; }

    /// <summary>Outcomes of this run that its clients had shown; null when no file of them was given.</summary>
    public required int? Acknowledged { get; init; }

    public required int Lost { get; init; }

    public required int Torn { get; init; }

    public required int Duplicates { get; init; }

    public required int Missing { get; init; }

    /// <summary>Bodies that the origin sent for the run's URLs beyond one for each source: the price of a fault, no violation.</summary>
    public required int ExtraFetches { get; init; }

    /// <summary>The first of each kind.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    public bool Holds => Lost + Torn + Duplicates + Missing == 0;
}
