using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Reads what a driver's exception means. Both MySQL drivers put the server's error number into the exception's data.</summary>
internal static class StoreFault
{
    private const string ErrorNumberKey = "Server Error Code";

    // Numbers of MySQL and MariaDB servers, by what they ask of us.
    private const int DuplicateKey = 1062;
    private const int DuplicateColumn = 1060;
    private const int DuplicateKeyName = 1061;
    private const int CannotConnect = 1042;
    private const int UnknownDatabase = 1049;
    private const int NoSuchTable = 1146;

    private static readonly HashSet<int> AccessDenied = [1044, 1045, 1698];

    private static readonly HashSet<int> NoPrivilege = [1044, 1142, 1143, 1227, 1370];

    private static readonly HashSet<int> Transient =
    [
        1205, // lock wait timeout
        1213, // deadlock
        1020, // row changed since it was read
        1040, 1203, 1226, // too many connections
        CannotConnect,
        1043, 1053, 1077, 1078, 1079, 1080, // handshake cut, server going down
        1152, 1155, 1156, 1157, 1158, 1159, 1160, 1161, 1184, // connection lost in the middle
        1180, // error during commit
        1290, 1836, // server is read-only for now
        1317, 1927, 3169, // query or connection killed
        2002, 2003, 2006, 2013, 2055, // the drivers' own numbers for a lost connection
        4031, // disconnected by the server after idling
    ];

    private const string SqliteNoSuchTable = "no such table";

    private static readonly HashSet<int> DiskTrouble = [3, 1021, 1026, 1030, 1114];

    /// <summary>True when the same statement may succeed later: contention, a lost connection, a full disk or a lost table that someone will mend.</summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        _ when IsMissingTable(fault) => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_FULL
            or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_INTERRUPT,
        DbException { IsTransient: true } => true,
        DbException when Number(fault) is { } number and > 0 => Transient.Contains(number) || DiskTrouble.Contains(number),
        // The program's own files missing is not trouble that passes.
        FileNotFoundException or FileLoadException or DirectoryNotFoundException => false,
        TimeoutException or SocketException or IOException or ObjectDisposedException => true,
        StoreException { MayPass: true } => true,
        _ => fault.InnerException is { } inner && IsTransient(inner),
    };

    /// <summary>True when a row with that key exists already.</summary>
    public static bool IsDuplicateKey(Exception fault) => Number(fault) == DuplicateKey;

    /// <summary>True when a column or key that was to be added to a table is there already.</summary>
    public static bool IsAlreadyThere(Exception fault) => fault is SqliteException
        ? fault.Message.Contains("duplicate column name", StringComparison.Ordinal)
        : Number(fault) is DuplicateColumn or DuplicateKeyName;

    /// <summary>True when one of our tables is gone. What is to be written waits for it, as it waits for a database that is away.</summary>
    public static bool IsMissingTable(Exception fault) => fault is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_ERROR }
        ? fault.Message.Contains(SqliteNoSuchTable, StringComparison.Ordinal)
        : Number(fault) == NoSuchTable;

    public static bool IsUnknownDatabase(Exception fault) => Number(fault) == UnknownDatabase;

    public static bool IsAccessDenied(Exception fault) => Number(fault) is { } number && AccessDenied.Contains(number);

    /// <summary>Puts a driver's exception into one sentence that never holds the password.</summary>
    public static StoreException Describe(Exception fault, StoreAddress address) => fault as StoreException
        ?? new StoreException(address.Kind is StoreKind.MySql ? DescribeMySql(fault, address) : DescribeSqlite(fault, address)) { MayPass = IsTransient(fault) };

    private static string DescribeMySql(Exception fault, StoreAddress address) => Number(fault) switch
    {
        NoSuchTable => LostTable(fault, address),
        1045 or 1698 => $"The store {address} refused the user '{address.User}': wrong password, or no such user.",
        UnknownDatabase => $"The store {address} has no database '{address.Database}'; create it, or let the user create it.",
        { } number when NoPrivilege.Contains(number) => $"The user '{address.User}' may not do this in the store {address}: {FirstLine(fault)}",
        { } number when DiskTrouble.Contains(number) => $"The disk of the store {address} is full or failing: {FirstLine(fault)}",
        null or CannotConnect => $"The store {address} cannot be reached: {Innermost(fault)}. Is the server running, and are host and port right?",
        _ => $"The store {address} failed: {FirstLine(fault)}",
    };

    private static string LostTable(Exception fault, StoreAddress address) =>
        $"The store {address} has lost a table: {FirstLine(fault).TrimEnd('.')}. 'gleaner schema apply' makes it again; restore its rows from a backup.";

    private static string DescribeSqlite(Exception fault, StoreAddress address) => (fault as SqliteException)?.SqliteErrorCode switch
    {
        _ when IsMissingTable(fault) => LostTable(fault, address),
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT => $"The file {address.Path} is not a sound SQLite database.",
        SQLitePCL.raw.SQLITE_CANTOPEN => $"The store {address.Path} cannot be opened: is the folder there, and may you write in it?",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => $"The store {address.Path} may not be written by this user.",
        SQLitePCL.raw.SQLITE_FULL => $"The disk of the store {address.Path} is full.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"The store {address.Path} is busy with another process.",
        _ => $"The store {address.Path} failed: {FirstLine(fault)}",
    };

    /// <summary>True when the server stopped a statement for its time.</summary>
    public static bool IsTimeout(Exception fault) => Number(fault) is 1969 or 3024 || fault is TimeoutException;

    /// <summary>As <see cref="Describe"/>, for a statement that a person wrote: its own faults are told in the database's words.</summary>
    public static StoreException DescribeStatement(Exception fault, StoreAddress address) => fault is DbException && (!IsTransient(fault) || IsMissingTable(fault)) && !IsAccessDenied(fault)
        ? new StoreException($"The query was refused: {FirstLine(fault)}")
        : Describe(fault, address);

    /// <summary>The server's error number, or null when the fault came from elsewhere.</summary>
    public static int? Number(Exception fault) => fault.Data[ErrorNumberKey] is { } number
        ? Convert.ToInt32(number, System.Globalization.CultureInfo.InvariantCulture)
        : fault.InnerException is { } inner ? Number(inner) : null;

    private static string FirstLine(Exception fault) => fault.Message.ReplaceLineEndings(" ");

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return FirstLine(fault).TrimEnd('.');
    }
}
