using Orleans.Runtime;

namespace Orleans;

public static class GrainExtensions
{
    /// <summary>The id of a grain, from inside it or from a reference to it.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReferenceProxy reference => reference.GrainId,
        IGrainBase inside => inside.GrainContext.GrainId,
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>A reference to this grain by another of its interfaces; from inside a grain, the reference to hand out.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        EngineRuntime runtime = grain switch
        {
            GrainReferenceProxy reference => reference.Runtime,
            IGrainBase { GrainContext: Activation activation } => activation.Class.Runtime,
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
        };
        return (TGrainInterface)runtime.GrainFactory.Reference(typeof(TGrainInterface), grain.GetGrainId());
    }
}
