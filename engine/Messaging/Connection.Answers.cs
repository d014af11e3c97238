using Orleans.Serialization;

namespace Orleans.Runtime.Messaging;

/// <content>The answers to calls that came over this connection.</content>
internal sealed partial class Connection
{
    public void Answer(GrainCall call, Task done)
    {
        if (!done.IsCompletedSuccessfully)
        {
            AnswerFailure(call, TaskFailure.Of(done));
            return;
        }

        try
        {
            Send(Frame.Answer, (call, done), static (writer, answer) =>
            {
                Begin(writer, answer.call, AnswerKind.Result);
                answer.call.Method.Shape.WriteResult(writer, answer.done);
            });
        }
        catch (Exception exception)
        {
            AnswerFailure(call, exception);
        }
    }

    public void AnswerFailure(GrainCall call, Exception failure)
    {
        try
        {
            Send(Frame.Answer, (call, failure), static (writer, answer) =>
            {
                Begin(writer, answer.call, AnswerKind.Exception);
                Describe(writer, answer.failure);
                answer.call.Runtime.Codecs.Get<Exception>().Write(writer, answer.failure);
            });
        }
        catch (Exception unsendable) when (!ReferenceEquals(unsendable, failure))
        {
            // Such as an exception without [GenerateSerializer] somewhere in the chain: the caller learns that instead.
            AnswerFailure(call, unsendable);
        }
    }

    public void AnswerRejected(GrainCall call, string why) => Send(Frame.Answer, (call, why), static (writer, answer) =>
    {
        Begin(writer, answer.call, AnswerKind.Rejected);
        writer.String(answer.why);
    });

    /// <summary>Hands on an answer to a call that was relayed.</summary>
    public void AnswerRelayed(GrainCall call, AnswerKind kind, byte[] rest) => Send(Frame.Answer, (call, kind, rest), static (writer, answer) =>
    {
        Begin(writer, answer.call, answer.kind);
        writer.Raw(answer.rest);
    });

    /// <summary>The exception of an answer, or what can be told of one that cannot be read here.</summary>
    public static Exception ReadFailure(ref WireReader reader, CodecProvider codecs)
    {
        string? type = reader.String();
        string? message = reader.String();
        try
        {
            return codecs.Get<Exception>().Read(ref reader);
        }
        catch (Exception unreadable)
        {
            return new UnavailableExceptionFallbackException(message ?? "", unreadable) { ExceptionType = type };
        }
    }

    private static void Begin(WireWriter writer, GrainCall call, AnswerKind kind)
    {
        writer.VarUInt((ulong)call.OriginId);
        writer.Byte((byte)kind);
    }

    private static void Describe(WireWriter writer, Exception failure)
    {
        writer.String(failure.GetType().FullName);
        writer.String(failure.Message);
    }
}
