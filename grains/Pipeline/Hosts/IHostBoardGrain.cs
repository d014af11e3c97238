using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Gleaner.Pipeline.Hosts;

/// <summary>The hosts that asked for patience (Retry-After), known to every silo. One grain: <see cref="Contracts.GrainKeys.HostBoard"/>.</summary>
[Alias("gleaner.IHostBoardGrain")]
public interface IHostBoardGrain : IGrainWithStringKey
{
    /// <summary>Tells all silos, then writes it down. The longer of two waits for one host stands.</summary>
    [Alias("Post"), AlwaysInterleave]
    Task Post(ImmutableArray<HeldHost> held);

    /// <summary>What is new since the cursor; waits a few seconds for news.</summary>
    /// <returns>Null when the board moves to another silo: ask again.</returns>
    [Alias("Read"), AlwaysInterleave]
    Task<BoardNews?> Read(BoardCursor after, CancellationToken cancellation = default);
}

/// <summary>A host that nobody may call.</summary>
/// <param name="Authority">As <see cref="HostAuthority"/> names it.</param>
/// <param name="For">From now on: clocks of machines differ.</param>
[GenerateSerializer, Immutable, Alias("gleaner.HeldHost")]
public sealed record HeldHost([property: Id(0)] string Authority, [property: Id(1)] TimeSpan For);

/// <summary>How far a silo has read.</summary>
/// <param name="Epoch">The board's activation; what was read of another one does not count.</param>
[GenerateSerializer, Immutable, Alias("gleaner.BoardCursor")]
public sealed record BoardCursor([property: Id(0)] Guid Epoch, [property: Id(1)] long Version)
{
    public static readonly BoardCursor Start = new(Guid.Empty, 0);
}

/// <summary>The board's answer.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.BoardNews")]
public sealed record BoardNews([property: Id(0)] BoardCursor Next, [property: Id(1)] ImmutableArray<HeldHost> Held);
