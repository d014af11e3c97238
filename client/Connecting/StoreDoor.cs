using System.Data.Common;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Connecting;

/// <summary>Opens plain connections to a MySQL store, within the ten seconds that a user waits for an answer.</summary>
internal static class StoreDoor
{
    public static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(8);

    /// <exception cref="UserErrorException">The database cannot be reached or refuses.</exception>
    public static async Task<DbConnection> Open(StoreAddress store, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(OpenWithin);
        var connection = MySqlDriver.Factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = StoreRegistration.ConnectionString(store);

            // A driver may connect without looking at the token.
            await Task.Run(() => connection.OpenAsync(bound.Token), bound.Token).WaitAsync(bound.Token);
            return connection;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw UserErrorException.Failed($"The database {store} does not answer; check the address and that the server runs.");
        }
        catch (DbException e)
        {
            throw UserErrorException.Failed($"The database {store} cannot be used: {e.Message.TrimEnd('.')}.");
        }
    }
}
