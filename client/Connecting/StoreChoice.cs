using Gleaner.Client.Clusters;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Connecting;

/// <summary>Which store a command works on, and who said so.</summary>
/// <param name="Origin">For the line on stderr: <c>--store</c>, <c>GLEANER_STORE</c>, <c>the cluster that is up</c> or <c>default</c>.</param>
internal sealed record StoreChoice(StoreAddress Address, string Origin)
{
    /// <summary>The store given, else GLEANER_STORE, else that of the cluster that is up, else a file in the data directory.</summary>
    public static StoreChoice Of(string? given, CommandContext context)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return Parsed(given, "--store");
        }

        if (context.Variable(StoreAddress.Variable) is { Length: > 0 } variable)
        {
            return Parsed(variable, StoreAddress.Variable);
        }

        return ClusterFiles.In(context.Data).LiveStore() is { } cluster
            ? new StoreChoice(cluster, "the cluster that is up")
            : new StoreChoice(StoreAddress.Parse($"sqlite:{context.Data.StoreFile}"), "default");
    }

    private static StoreChoice Parsed(string text, string origin)
    {
        try
        {
            return new StoreChoice(StoreAddress.Parse(text), origin);
        }
        catch (FormatException e)
        {
            throw UserErrorException.Usage($"{origin}: {e.Message}");
        }
    }
}
