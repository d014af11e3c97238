namespace Orleans.Runtime
{
    /// <summary>The call was refused before it was made.</summary>
    [GenerateSerializer]
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message)
            : base(message)
        {
        }

        internal OrleansMessageRejectionException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The silo that was called has gone. The call may or may not have been made.</summary>
    [GenerateSerializer]
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        public SiloUnavailableException()
            : base("The silo is unavailable.")
        {
        }

        public SiloUnavailableException(string msg)
            : base(msg)
        {
        }

        public SiloUnavailableException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The configuration cannot work.</summary>
    [GenerateSerializer]
    public sealed class OrleansConfigurationException : Exception
    {
        public OrleansConfigurationException(string message)
            : base(message)
        {
        }

        public OrleansConfigurationException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Runtime.Messaging
{
    /// <summary>No connection could be made.</summary>
    public class ConnectionFailedException : OrleansException
    {
        public ConnectionFailedException()
        {
        }

        public ConnectionFailedException(string message)
            : base(message)
        {
        }

        public ConnectionFailedException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Serialization
{
    /// <summary>A type in a call cannot be passed: it has no [GenerateSerializer].</summary>
    [GenerateSerializer]
    public sealed class CodecNotFoundException(string message) : Exception(message);

    /// <summary>Stands for an exception whose type could not be brought across: its message and trace, and the name of what it was.</summary>
    public sealed class UnavailableExceptionFallbackException : Exception
    {
        public UnavailableExceptionFallbackException()
        {
        }

        public UnavailableExceptionFallbackException(string message, Exception innerException)
            : base(message, innerException)
        {
        }

        public string? ExceptionType { get; internal set; }

        public override string ToString() => $"Unknown exception of type {ExceptionType}: {base.ToString()}";
    }
}
