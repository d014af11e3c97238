using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Connecting;

/// <summary>Reads a store with SQL, beside whatever else works on it.</summary>
internal static class StoreReading
{
    /// <summary>Runs one reading statement and hands its rows over while they are there.</summary>
    /// <exception cref="StoreException">One sentence: no reading statement, refused by the store, or too slow.</exception>
    public static async Task Query(StoreAddress store, string sql, CommandContext context, Func<QueryRows, Task> show)
    {
        using var database = new Database(store);
        await using var rows = await new StoreQuery(database, context.Time).Run(sql, context.Interruption.Token);
        await show(rows);
    }
}
