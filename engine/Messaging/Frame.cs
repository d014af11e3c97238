using Orleans.Serialization;

namespace Orleans.Runtime.Messaging;

/// <summary>What may be on the wire. Every frame is a 4-byte length, one of these, and what it says.</summary>
internal enum Frame : byte
{
    /// <summary>Who connects: wire version, kind, cluster, name.</summary>
    Hello = 1,

    /// <summary>Who was reached, or why not.</summary>
    Welcome,

    /// <summary>A call: id, milliseconds left, hops, view version, grain, method, arguments.</summary>
    Request,

    /// <summary>What became of a call: id, <see cref="AnswerKind"/>, the rest.</summary>
    Answer,

    /// <summary>The caller has cancelled the call of this id.</summary>
    Cancel,

    /// <summary>Are you there? Answered by the same number.</summary>
    Probe,
    ProbeAnswer,

    /// <summary>The membership table has this version now.</summary>
    TableChanged,

    /// <summary>This gateway is about to stop: send it nothing new.</summary>
    Leaving,

    /// <summary>To clients: this silo was declared dead, so what was asked of it has no answer.</summary>
    Gone,

    /// <summary>A new owner asks for a grain; answered when it is not active there any more.</summary>
    Release,
    ReleaseAnswer,

    /// <summary>The sender has let go of all that the ring of this version took from it.</summary>
    Settled,
}

internal enum AnswerKind : byte
{
    Result,
    Exception,

    /// <summary>Refused before it was begun: it may be sent again.</summary>
    Rejected,
}

/// <summary>The first words on a connection.</summary>
internal readonly record struct Hello(bool IsSilo, string ClusterId, string Name)
{
    /// <summary>Changes whenever two builds could misunderstand each other.</summary>
    private const string Wire = "gleaner-builtin-1";

    public void Write(WireWriter writer)
    {
        writer.String(Wire);
        writer.Byte(IsSilo ? (byte)1 : (byte)0);
        writer.String(ClusterId);
        writer.String(Name);
    }

    public static Hello Read(ref WireReader reader)
        => reader.String() == Wire
            ? new(reader.Byte() == 1, reader.String()!, reader.String()!)
            : throw new InvalidDataException($"It speaks another protocol than {Wire}: is it of the same build, and of the builtin engine?");
}
