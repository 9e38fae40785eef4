using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings.Checks;

/// <summary>What must hold for the links to other nodes.</summary>
internal sealed class LinkCheck(ConfigurationTree tree, NodeConfiguration settings, NodePaths paths)
{
    private readonly List<ConfigurationProblem> _problems = [];

    private LinkSettings Links => settings.Links;

    public IReadOnlyList<ConfigurationProblem> Problems()
    {
        if (!settings.IsClustered)
        {
            return _problems;
        }

        Require(
            settings.Cluster.Provider == ClusterProvider.InProcess || !Links.Listen.IsEmpty, "links.listen",
            "no other node could reach this one; add a listener, such as { address = \"10.1.2.3\" }.");
        for (var i = 0; i < Links.Listen.Length; i++)
        {
            CheckListener(Links.Listen[i], $"links.listen.{i}");
        }

        Require(Links.MaxIn >= 0, "links.max-in", "must not be negative; 0 is any number.");
        Require(Links.MaxOut >= 0, "links.max-out", "must not be negative; 0 is any number.");
        Require(Links.PingInterval > TimeSpan.Zero, "links.ping-interval", "must be longer than nothing.");
        Require(Links.PingTimeout > TimeSpan.Zero, "links.ping-timeout", "must be longer than nothing.");
        Require(Links.MaxBackOff >= Links.PingTimeout, "links.max-back-off", "must not be below ping-timeout.");
        if (Links.Listen.Any(listener => listener.Transport == ListenerTransport.Tls))
        {
            CheckCertificate();
        }

        return _problems;
    }

    private void CheckListener(LinkListenerSettings listener, string path)
    {
        var advertised = listener.AdvertisedAddress.Length > 0 ? listener.AdvertisedAddress : listener.Address;
        if (!ListenerAddresses.TryParse(listener.Address, out _))
        {
            Say($"{path}.address", $"\"{listener.Address}\" is no IP address.");
        }
        else if (!ListenerAddresses.TryParse(advertised, out var told) || told.Equals(IPAddress.Any) || told.Equals(IPAddress.IPv6Any))
        {
            Say($"{path}.advertised-address", $"\"{advertised}\" is nothing that other nodes could send to; write the IP address that they reach.");
        }

        Require(listener.Port is >= 1 and <= 65535, $"{path}.port", $"{listener.Port} is no port; write one from 1 to 65535.");
        var udp = listener.Transport == ListenerTransport.Udp;
        Require(
            !settings.Sip.Listen.Any(phones => ListenerAddresses.PortOf(phones) == listener.Port && udp == (phones.Transport == ListenerTransport.Udp)
                && (phones.Address == listener.Address || phones.Address is "0.0.0.0" or "::" || listener.Address is "0.0.0.0" or "::")),
            $"{path}.port", $"{listener.Port} is a port of the phones already; give one of them another.");
    }

    private void CheckCertificate()
    {
        var complete = true;
        foreach (var (key, file) in new[] { ("certificate", Links.Certificate), ("private-key", Links.PrivateKey), ("authority", Links.Authority) })
        {
            var full = Path.GetFullPath(file.Length == 0 ? "." : file, paths.BaseDirectory);
            var there = file.Length > 0 && File.Exists(full);
            Require(there, $"links.{key}", file.Length == 0 ? "is missing; links over TLS need certificate, private-key and authority." : $"there is no file {full}.");
            complete &= there;
        }

        if (complete && NodeName.IsValid(settings.Cluster.Name))
        {
            CheckNames(Path.GetFullPath(Links.Certificate, paths.BaseDirectory), Path.GetFullPath(Links.PrivateKey, paths.BaseDirectory));
        }
    }

    private void CheckNames(string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
            var host = new LinkNames(settings.Cluster.Name).HostOf(new BranchName(settings.Cluster.Branch), new NodeName(settings.Node.ActualName));
            Require(pair.MatchesHostname(host, allowWildcards: false, allowCommonName: false), "links.certificate", $"{certificate} does not name {host}, which other nodes know this one by.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Say("links.certificate", $"{certificate} and {key} cannot be used: {e.Message}");
        }
    }

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            Say(path, message);
        }
    }

    private void Say(string path, string message) => _problems.Add(tree.Problem(path, message));
}
