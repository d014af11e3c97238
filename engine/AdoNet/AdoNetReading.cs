using System.Data.Common;
using System.Globalization;

namespace Orleans.AdoNet;

/// <summary>Columns by name. Stored times are UTC.</summary>
internal static class AdoNetReading
{
    public static string Text(this DbDataReader reader, string column) => reader.GetString(reader.GetOrdinal(column));

    public static string? TextOrNull(this DbDataReader reader, string column)
        => reader.GetOrdinal(column) is var ordinal && reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    public static int Int(this DbDataReader reader, string column) => Convert.ToInt32(reader.GetValue(reader.GetOrdinal(column)), CultureInfo.InvariantCulture);

    public static long Long(this DbDataReader reader, string column) => Convert.ToInt64(reader.GetValue(reader.GetOrdinal(column)), CultureInfo.InvariantCulture);

    public static bool IsNull(this DbDataReader reader, string column) => reader.IsDBNull(reader.GetOrdinal(column));

    public static DateTime UtcTime(this DbDataReader reader, string column) => DateTime.SpecifyKind(reader.GetDateTime(reader.GetOrdinal(column)), DateTimeKind.Utc);
}
