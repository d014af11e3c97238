using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Someone else wrote this state since it was read. The activation that sees it is deactivated, so that the next one reads afresh.</summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException()
    {
    }

    public InconsistentStateException(string message)
        : base(message)
    {
    }

    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base($"{errorMsg} (stored ETag: {storedEtag}, current ETag: {currentEtag})", storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    [Id(1)]
    public string? StoredEtag { get; private set; }

    [Id(2)]
    public string? CurrentEtag { get; private set; }

    /// <summary>Whether the activation whose storage threw it has yet to see it: only that one is deactivated, not its callers.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
