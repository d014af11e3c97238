using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.TestSupport;

/// <summary>A client of the cluster on a store, which says nothing.</summary>
public static class TestClient
{
    /// <summary>Not started yet.</summary>
    public static IHost Build(StoreAddress store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.AddGleanerClient(store);
        return builder.Build();
    }
}
