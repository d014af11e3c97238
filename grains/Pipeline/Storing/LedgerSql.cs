namespace Gleaner.Pipeline.Storing;

/// <summary>The ledger's statements, in the words of one kind of store.</summary>
internal sealed record LedgerSql
{
    private static readonly LedgerSql MySql = new()
    {
        // One value that is not JSON would refuse the whole query; CASE looks first. A damaged state may be that of an applied source:
        // its grain tells.
        ListApplied = """
            SELECT GrainIdExtensionString
            FROM OrleansStorage
            WHERE GrainTypeString = @type
              AND GrainIdExtensionString > @after
              AND PayloadBinary IS NOT NULL
              AND CASE WHEN JSON_VALID(CONVERT(PayloadBinary USING utf8mb4))
                THEN JSON_CONTAINS(CONVERT(PayloadBinary USING utf8mb4), 'true', '$.applied')
                  AND (@tag IS NULL OR JSON_CONTAINS(CONVERT(PayloadBinary USING utf8mb4), JSON_QUOTE(@tag), '$.definition.tags'))
                ELSE @tag IS NULL END
            ORDER BY GrainIdExtensionString
            LIMIT @limit
            """,
        // LIKE first: it spares taking apart the many states that have no schedule.
        ListScheduled = """
            SELECT GrainIdExtensionString,
                JSON_EXTRACT(CONVERT(PayloadBinary USING utf8mb4), '$.definition.schedule'),
                CASE WHEN JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.dueBecause') IN ('freshness', 'retryAfter')
                    THEN JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.nextDue') END
            FROM OrleansStorage
            WHERE GrainTypeString = @type
              AND GrainIdExtensionString > @after
              AND PayloadBinary LIKE '%"schedule":{%'
              AND CASE WHEN JSON_VALID(CONVERT(PayloadBinary USING utf8mb4))
                THEN JSON_CONTAINS(CONVERT(PayloadBinary USING utf8mb4), 'true', '$.applied')
                  AND COALESCE(JSON_CONTAINS(CONVERT(PayloadBinary USING utf8mb4), 'true', '$.paused'), 0) = 0
                  AND JSON_EXTRACT(CONVERT(PayloadBinary USING utf8mb4), '$.definition.schedule') IS NOT NULL END
            ORDER BY GrainIdExtensionString
            LIMIT @limit
            """,
    };

    private static readonly LedgerSql Sqlite = new()
    {
        ListApplied = """
            SELECT GrainIdExtensionString
            FROM OrleansStorage
            WHERE GrainTypeString = @type
              AND GrainIdExtensionString > @after
              AND PayloadBinary IS NOT NULL
              AND CASE WHEN json_valid(CAST(PayloadBinary AS TEXT))
                THEN json_extract(CAST(PayloadBinary AS TEXT), '$.applied') = 1
                  AND (@tag IS NULL OR EXISTS (SELECT 1 FROM json_each(CAST(PayloadBinary AS TEXT), '$.definition.tags') WHERE value = @tag))
                ELSE @tag IS NULL END
            ORDER BY GrainIdExtensionString
            LIMIT @limit
            """,
        ListScheduled = """
            SELECT GrainIdExtensionString,
                json_extract(CAST(PayloadBinary AS TEXT), '$.definition.schedule'),
                CASE WHEN json_extract(CAST(PayloadBinary AS TEXT), '$.dueBecause') IN ('freshness', 'retryAfter')
                    THEN json_extract(CAST(PayloadBinary AS TEXT), '$.nextDue') END
            FROM OrleansStorage
            WHERE GrainTypeString = @type
              AND GrainIdExtensionString > @after
              AND CAST(PayloadBinary AS TEXT) LIKE '%"schedule":{%'
              AND CASE WHEN json_valid(CAST(PayloadBinary AS TEXT))
                THEN json_extract(CAST(PayloadBinary AS TEXT), '$.applied') = 1
                  AND COALESCE(json_extract(CAST(PayloadBinary AS TEXT), '$.paused'), 0) = 0
                  AND json_extract(CAST(PayloadBinary AS TEXT), '$.definition.schedule') IS NOT NULL END
            ORDER BY GrainIdExtensionString
            LIMIT @limit
            """,
    };

    public required string ListApplied { get; init; }

    public required string ListScheduled { get; init; }

    public string FindOutcome { get; } = $"SELECT {OutcomeRow.Columns} FROM outcomes WHERE run = @run AND source = @source";

    public string ReadShard { get; } = $"SELECT {OutcomeRow.Columns} FROM outcomes WHERE run = @run AND shard = @shard ORDER BY position";

    public string CountByShard { get; } = "SELECT shard, SUM(ok), SUM(1 - ok) FROM outcomes WHERE run = @run GROUP BY shard ORDER BY shard";

    public string ReadContent { get; } = "SELECT data, last, charset FROM contents WHERE source = @source AND part = @part AND sha256 = @sha256";

    public string CountStaged { get; } = "SELECT COUNT(*) FROM staged_records WHERE source = @source AND seq < @below";

    public string CountNewKeys { get; } = """
        SELECT COUNT(DISTINCT s.row_key)
        FROM staged_records s
        LEFT JOIN record_keys k ON k.source = s.source AND k.row_key = s.row_key
        WHERE s.source = @source AND s.seq < @below AND (k.seq IS NULL OR @restates = 1)
        """;

    public string DeleteRecords { get; } = """
        DELETE FROM records WHERE source = @source;
        DELETE FROM record_keys WHERE source = @source;
        DELETE FROM staged_records WHERE source = @source;
        DELETE FROM contents WHERE source = @source
        """;

    public static LedgerSql For(bool sqlite) => sqlite ? Sqlite : MySql;
}
