using Gleaner.Client.Output;
using Gleaner.Pipeline;

namespace Gleaner.Client.Connecting;

/// <summary>Where the limits of silos come from that this program starts.</summary>
internal static class SiloLimitsOf
{
    /// <exception cref="UserErrorException">A variable cannot be used.</exception>
    public static SiloLimits Environment(CommandContext context)
    {
        try
        {
            return SiloLimits.Read(context.Variable);
        }
        catch (FormatException e)
        {
            throw UserErrorException.Usage(e.Message);
        }
    }
}
