namespace Gleaner.Pipeline.Storing;

/// <summary>The database refused or could not be reached. Driver exceptions stop at the storage door and become this one, which may cross silos.</summary>
[GenerateSerializer, Alias("gleaner.StoreException")]
public sealed class StoreException : Exception
{
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
