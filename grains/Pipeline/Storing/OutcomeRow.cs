using System.Data.Common;
using System.Globalization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>One row of <c>outcomes</c>, to and from the database.</summary>
internal static class OutcomeRow
{
    /// <summary>Columns in the order in which every statement names them.</summary>
    public const string Columns =
        "run, source, url, ok, status, error_kind, error_message, attempts, bytes, records, sha256, unchanged, started_at, duration_ms, shard, position";

    /// <summary>ISO 8601 with milliseconds, as SQLite keeps times.</summary>
    public const string SqliteTimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static long DurationMs(Outcome outcome) => (long)Math.Round(outcome.Duration.TotalMilliseconds);

    public static void Append(SqlText sql, Outcome outcome) => sql.Row()
        .Text(outcome.Run).Raw(",").Text(outcome.Source).Raw(",").Text(outcome.Url).Raw(",").Flag(outcome.Ok).Raw(",")
        .NumberOrNull(outcome.Status).Raw(",").Text(outcome.Error?.Kind.ToName()).Raw(",").Text(outcome.Error?.Message).Raw(",")
        .Number(outcome.Attempts).Raw(",").Number(outcome.Bytes).Raw(",").Number(outcome.Records).Raw(",").Text(outcome.Sha256).Raw(",")
        .Flag(outcome.Unchanged).Raw(",").Time(outcome.StartedAt).Raw(",").Number(DurationMs(outcome)).Raw(",")
        .Number(outcome.Shard).Raw(",").Number(outcome.Position).Raw(")");

    /// <summary>Reads a row; one that is damaged is a failure that says so, as long as it says whose it is.</summary>
    /// <exception cref="StoreException">Its place in the run cannot be read.</exception>
    public static Outcome Read(DbDataReader reader)
    {
        try
        {
            return ReadSound(reader);
        }
        catch (Exception fault) when (fault is FormatException or InvalidCastException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            return ReadDamaged(reader);
        }
    }

    private static Outcome ReadDamaged(DbDataReader reader)
    {
        var (run, source) = (reader.GetString(0), reader.GetString(1));
        try
        {
            return UnfetchedOutcome.Failed(
                run,
                reader.GetInt32(14),
                reader.GetInt32(15),
                source,
                Convert.ToString(reader.GetValue(2), CultureInfo.InvariantCulture) ?? "",
                new FetchError(ErrorKind.Internal, "The stored outcome is damaged: a value of its row in outcomes cannot be read."),
                DateTimeOffset.UnixEpoch);
        }
        catch (Exception fault) when (fault is FormatException or InvalidCastException or OverflowException)
        {
            throw new StoreException($"The outcome of '{source}' in the run {run} is damaged: shard and position of its row in outcomes cannot be read.");
        }
    }

    private static Outcome ReadSound(DbDataReader reader) => new()
    {
        Run = reader.GetString(0),
        Source = reader.GetString(1),
        Url = reader.GetString(2),
        Ok = reader.GetInt32(3) != 0,
        Status = reader.IsDBNull(4) ? null : reader.GetInt32(4),
        Error = reader.IsDBNull(5) ? null : new FetchError(ErrorKinds.FromName(reader.GetString(5)), reader.IsDBNull(6) ? "" : reader.GetString(6)),
        Attempts = reader.GetInt32(7),
        Bytes = reader.GetInt64(8),
        Records = reader.GetInt32(9),
        Sha256 = reader.IsDBNull(10) ? null : reader.GetString(10),
        Unchanged = reader.GetInt32(11) != 0,
        StartedAt = Time(reader.GetValue(12)),
        Duration = TimeSpan.FromMilliseconds(reader.GetInt64(13)),
        Shard = reader.GetInt32(14),
        Position = reader.GetInt32(15),
    };

    /// <summary>True when the row is the one that this outcome writes.</summary>
    public static bool IsSame(Outcome row, Outcome outcome) => row.StartedAt == outcome.StartedAt && row.Ok == outcome.Ok
        && row.Attempts == outcome.Attempts && row.Sha256 == outcome.Sha256 && DurationMs(row) == DurationMs(outcome);

    public static DateTimeOffset Time(object value) => value is DateTime time
        ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
        : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
