using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx.Operations;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ActorPbx.Node.Telemetry;

/// <summary>Sends metrics and the traces of calls to a collector in OpenTelemetry's protocol.</summary>
internal sealed class OtlpExport : IDisposable
{
    private const int FlushPatience = 2000;

    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    /// <summary>Begins to send.</summary>
    /// <param name="settings">Where to, and how much.</param>
    /// <param name="node">Name of this node.</param>
    /// <param name="cluster">Name of its cluster, or empty.</param>
    public OtlpExport(OtlpSettings settings, string node, string cluster)
    {
        var who = ResourceBuilder.CreateEmpty().AddService("actorpbx", cluster.Length == 0 ? null : cluster, NodeFacts.Version, autoGenerateServiceInstanceId: false, node);
        if (settings.Metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(who)
                .AddMeter("ActorPbx.*", "System.Runtime")
                .SetMaxMetricStreams(1000)
                .AddOtlpExporter((exporter, reader) =>
                {
                    Aim(exporter, settings, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Interval.TotalMilliseconds;
                })
                .Build();
        }

        if (settings.Traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(who)
                .AddSource(CallSpans.Name)
                // By the trace's name alone, which all nodes and spans of a call have in common: a call is told by all of them or by none.
                .SetSampler(new TraceIdRatioBasedSampler(settings.Sample))
                .AddOtlpExporter(exporter => Aim(exporter, settings, "v1/traces"))
                .Build();
        }
    }

    /// <summary>Sends what waits, briefly.</summary>
    public void Dispose()
    {
        _traces?.ForceFlush(FlushPatience);
        _metrics?.ForceFlush(FlushPatience);
        _traces?.Shutdown(FlushPatience);
        _metrics?.Shutdown(FlushPatience);
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Aim(OtlpExporterOptions exporter, OtlpSettings settings, string path)
    {
        var isHttp = settings.Protocol == OtlpTransport.Http;
        var endpoint = settings.Endpoint.TrimEnd('/');
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = new Uri(isHttp ? $"{endpoint}/{path}" : endpoint);
        exporter.Headers = settings.Headers.Length == 0 ? null : settings.Headers;
        exporter.TimeoutMilliseconds = 10_000;
    }
}
