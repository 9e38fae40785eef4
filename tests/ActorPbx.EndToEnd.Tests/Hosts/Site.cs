using System.Net;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>
/// An office: a gateway with a switch behind it, the hosts at the switch, one of them with all the phones, and a line to the others. Its addresses are 10.N.0.0/16;
/// the phones of its first host are 10.N.1.0/24, those of the second 10.N.2.0/24.
/// </summary>
internal sealed class Site
{
    public const string PhonesName = "phones";

    private readonly Host[] _hosts;
    private readonly int _number;

    public Site(string prefix, string name, int number, string[] hosts, Host router)
    {
        Name = name;
        _number = number;
        _hosts = [.. hosts.Append(PhonesName).Select((host, index) => new Host(host, $"{prefix}{name}-{host}", IPAddress.Parse($"10.{number}.0.{index + 2}")))];
        Gateway = new Host("gateway", $"{prefix}{name}-gateway", IPAddress.Parse($"10.200.{number}.2"));
        Wan = new WanLine(this, router);
    }

    public string Name { get; }

    public IReadOnlyList<Host> Hosts => _hosts;

    /// <summary>The router between the office and the world, with its address there.</summary>
    public Host Gateway { get; }

    /// <summary>The line to the other offices.</summary>
    public WanLine Wan { get; }

    public string Cidr => $"10.{_number}.0.0/16";

    /// <summary>The other end of the line.</summary>
    public string WanPeer => $"10.200.{_number}.1";

    public Host Host(string name) => _hosts.Single(host => host.Name == name);

    /// <summary>The network that an exchange on one of the hosts has with the phones of the office.</summary>
    public Network Network(string host) => new Lan(this, Host(host), Host(PhonesName), $"10.{_number}.{Array.IndexOf(_hosts, Host(host)) + 1}.");

    /// <summary>The cables, from each host to the switch and from the gateway to the router.</summary>
    public IEnumerable<string> Cables(Host router) =>
        [.. _hosts.Select((host, port) => $"link add lan netns {host.Space} type veth peer name port{port} netns {Gateway.Space}"),
            $"link add wan netns {Gateway.Space} type veth peer name {Name} netns {router.Space}"];

    /// <summary>What the gateway is told by <c>ip</c>.</summary>
    public IEnumerable<string> GatewayLines() =>
        ["link set lo up", "link add lan type bridge", .. _hosts.SelectMany((_, port) => (string[])[$"link set port{port} master lan", $"link set port{port} up"]),
            $"address add 10.{_number}.0.1/16 dev lan", "link set lan up", $"address add {Gateway.Address}/30 dev wan", "link set wan up", $"route add default via {WanPeer}"];

    /// <summary>What the router is told by <c>ip</c>.</summary>
    public IEnumerable<string> RouterLines() =>
        [$"address add {WanPeer}/30 dev {Name}", $"link set {Name} up", $"route add {Cidr} via {Gateway.Address}"];

    /// <summary>What a host is told by <c>ip</c>. A local route makes all the phones' addresses its own.</summary>
    public IEnumerable<string> HostLines(Host host) =>
        ["link set lo up", $"address add {host.Address}/16 dev lan", "link set lan up", $"route add default via 10.{_number}.0.1",
            .. host.Name == PhonesName ? _hosts[..^1].Select((_, index) => $"route add local 10.{_number}.{index + 1}.0/24 dev lo") : []];

    private sealed class Lan(Site site, Host exchange, Host phones, string prefix) : Network
    {
        public override IPAddress Exchange => exchange.Address;

        public override string Cidr => site.Cidr;

        public override Place ExchangePlace => exchange;

        public override Place DevicePlace => phones;

        public override IPAddress Device(int n) => IPAddress.Parse(prefix + n);
    }
}
