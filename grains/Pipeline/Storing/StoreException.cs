namespace Gleaner.Pipeline.Storing;

/// <summary>The database refused or could not be reached. Driver exceptions stop at the storage door and become this one, which may cross silos.</summary>
[GenerateSerializer, Alias("gleaner.StoreException")]
public sealed class StoreException : Exception
{
    /// <summary>True when the same may work later: the store is away, busy or full, and not of another mind.</summary>
    [Id(0)] public bool MayPass { get; init; }

    public StoreException()
    {
    }

    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
