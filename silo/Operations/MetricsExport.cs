using Gleaner.Pipeline.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Gleaner.Silo.Operations;

/// <summary>Reads the silo's meters for Prometheus: all of Gleaner's, and of the runtime's those that tell how the process fares.</summary>
internal static class MetricsExport
{
    private const string RuntimeMeter = "System.Runtime";

    private static readonly HashSet<string> OfTheRuntime =
    [
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.gc.collections",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.memory.committed_size",
        "dotnet.gc.pause.time",
    ];

    /// <returns>Never null: it reads until it is disposed.</returns>
    public static MeterProvider Start() => Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("gleaner-silo", autoGenerateServiceInstanceId: false))
        .AddMeter(PipelineMetrics.MeterName)
        .AddMeter(RuntimeMeter)
        .AddView(instrument => instrument.Meter.Name != RuntimeMeter || OfTheRuntime.Contains(instrument.Name) ? null : MetricStreamConfiguration.Drop)
        .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0)
        .Build()!;
}
