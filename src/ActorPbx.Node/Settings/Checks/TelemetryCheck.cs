using ActorPbx.Node.Telemetry;

namespace ActorPbx.Node.Settings.Checks;

/// <summary>What must hold for the ways in which the node is watched.</summary>
internal sealed class TelemetryCheck(ConfigurationTree tree, NodeConfiguration settings)
{
    private readonly List<ConfigurationProblem> _problems = [];

    public IReadOnlyList<ConfigurationProblem> Problems()
    {
        var http = settings.Telemetry.Http;
        Require(ListenerAddresses.TryParse(http.Address, out _), "telemetry.http.address", $"\"{http.Address}\" is no IP address.");
        Require(http.Port is >= 0 and <= 65535, "telemetry.http.port", $"{http.Port} is no port; write one from 1 to 65535, or 0 for none.");
        var otlp = settings.Telemetry.Otlp;
        Require(
            otlp.Endpoint.Length == 0 || (Uri.TryCreate(otlp.Endpoint, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")), "telemetry.otlp.endpoint",
            $"\"{otlp.Endpoint}\" is no address; write http://host:4317 for gRPC, http://host:4318 for HTTP.");
        Require(otlp.Interval >= TimeSpan.FromSeconds(1), "telemetry.otlp.interval", "must be at least one second.");
        Require(otlp.Sample is >= 0 and <= 1, "telemetry.otlp.sample", "must be from 0 to 1.");
        Require(
            settings.Hep.Address.Length == 0 || HepExport.AddressOf(settings.Hep.Address) is not null, "hep.address",
            $"\"{settings.Hep.Address}\" is no address; write host, host:port or [address]:port.");
        Require(settings.Hep.Id >= 0, "hep.id", "must not be negative.");
        return _problems;
    }

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            _problems.Add(tree.Problem(path, message));
        }
    }
}
