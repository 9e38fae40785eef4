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
