namespace Orleans.Runtime.Messaging;

internal abstract class Connection
{
    public abstract void Answer(GrainCall call, RemoteCaller origin, Task done);

    public abstract void AnswerFailure(GrainCall call, RemoteCaller origin, Exception exception);

    public abstract void SendCancel(long id);
}

internal sealed record RemoteCaller(Connection Connection, long Id);
