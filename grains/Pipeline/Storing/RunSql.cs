namespace Gleaner.Pipeline.Storing;

/// <summary>The statements over <c>runs</c>, in the words of one kind of store.</summary>
internal sealed record RunSql
{
    private static readonly RunSql MySql = new()
    {
        // A run that has ended stays as it is, whoever comes.
        Take = """
            INSERT INTO runs (run, state, sources, ok, failed, started_at, finished_at, epoch, owner, lease_until)
            VALUES (@run, @state, @sources, @ok, @failed, @started, @finished, 1, @owner, UTC_TIMESTAMP(3) + INTERVAL @lease * 1000 MICROSECOND)
            ON DUPLICATE KEY UPDATE
                epoch = IF(finished_at IS NULL, epoch + 1, epoch),
                owner = IF(finished_at IS NULL, VALUES(owner), owner),
                lease_until = IF(finished_at IS NULL, VALUES(lease_until), lease_until)
            """,
        Save = """
            UPDATE runs
            SET state = @state, sources = @sources, ok = @ok, failed = @failed,
                lease_until = IF(@finished IS NULL, UTC_TIMESTAMP(3) + INTERVAL @lease * 1000 MICROSECOND, NULL), finished_at = @finished
            WHERE run = @run AND epoch = @epoch AND finished_at IS NULL
            """,
        Release = "UPDATE runs SET lease_until = UTC_TIMESTAMP(3) WHERE run = @run AND epoch = @epoch AND finished_at IS NULL",
        ListAbandoned = """
            SELECT run, state
            FROM runs
            WHERE state IN ('planning', 'running')
              AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))
              AND (state = 'running' OR started_at < UTC_TIMESTAMP(3) - INTERVAL @planned * 1000 MICROSECOND)
              AND run > @after
            ORDER BY run
            LIMIT @limit
            """,
    };

    private static readonly RunSql Sqlite = new()
    {
        Take = $"""
            INSERT INTO runs (run, state, sources, ok, failed, started_at, finished_at, epoch, owner, lease_until)
            VALUES (@run, @state, @sources, @ok, @failed, @started, @finished, 1, @owner, {SqliteNow("@lease")})
            ON CONFLICT DO UPDATE SET epoch = epoch + 1, owner = excluded.owner, lease_until = excluded.lease_until
                WHERE finished_at IS NULL
            """,
        Save = $"""
            UPDATE runs
            SET state = @state, sources = @sources, ok = @ok, failed = @failed,
                lease_until = CASE WHEN @finished IS NULL THEN {SqliteNow("@lease")} END, finished_at = @finished
            WHERE run = @run AND epoch = @epoch AND finished_at IS NULL
            """,
        Release = $"UPDATE runs SET lease_until = {SqliteNow("0")} WHERE run = @run AND epoch = @epoch AND finished_at IS NULL",
        ListAbandoned = $"""
            SELECT run, state
            FROM runs
            WHERE state IN ('planning', 'running')
              AND (lease_until IS NULL OR lease_until <= {SqliteNow("0")})
              AND (state = 'running' OR started_at < {SqliteNow("-@planned")})
              AND run > @after
            ORDER BY run
            LIMIT @limit
            """,
    };

    public string Read { get; } = "SELECT state, ok, failed, finished_at, epoch, owner FROM runs WHERE run = @run";

    public required string Take { get; init; }

    public required string Save { get; init; }

    public required string Release { get; init; }

    public required string ListAbandoned { get; init; }

    public static RunSql For(bool sqlite) => sqlite ? Sqlite : MySql;

    // Milliseconds from now.
    private static string SqliteNow(string plus) => $"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (({plus}) / 1000.0) || ' seconds')";
}
