using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings.Checks;

/// <summary>What must hold for the SIP listeners together, beyond the type of each key.</summary>
internal sealed class ListenerCheck(ConfigurationTree tree, SipSettings sip, NodePaths paths)
{
    private readonly List<ConfigurationProblem> _problems = [];

    public IReadOnlyList<ConfigurationProblem> Problems(bool servesPhones)
    {
        if (servesPhones && sip.Listen.IsEmpty)
        {
            Say("sip.listen", "no phone could reach the node; add a listener, such as { transport = udp, address = \"0.0.0.0\" }.");
        }

        for (var i = 0; i < sip.Listen.Length; i++)
        {
            CheckAddress(i);
            CheckCertificate(i);
            CheckOverlap(i);
        }

        CheckClientCertificates();
        CheckTls();
        CheckOwnAddresses();
        return _problems;
    }

    private void CheckAddress(int index)
    {
        var listener = sip.Listen[index];
        if (!ListenerAddresses.TryParse(listener.Address, out _))
        {
            Say($"sip.listen.{index}.address", $"\"{listener.Address}\" is no IP address; write an IPv4 or IPv6 address of this machine, or 0.0.0.0 or :: for all.");
        }

        if (listener.Port is < 0 or > 65535)
        {
            Say($"sip.listen.{index}.port", $"{listener.Port} is no port; write one from 1 to 65535, or 0 for the usual one.");
        }

        if (listener.AdvertisedAddress.Length > 0 && Uri.CheckHostName(listener.AdvertisedAddress) == UriHostNameType.Unknown)
        {
            Say($"sip.listen.{index}.advertised-address", $"\"{listener.AdvertisedAddress}\" is neither an IP address nor a host name.");
        }
    }

    private void CheckCertificate(int index)
    {
        var listener = sip.Listen[index];
        var path = $"sip.listen.{index}";
        if (listener.Transport != ListenerTransport.Tls)
        {
            if (listener.Certificate.Length > 0 || listener.PrivateKey.Length > 0)
            {
                Say($"{path}.certificate", $"a {listener.Transport.ToString().ToLowerInvariant()} listener has no certificate; remove it, or set transport = tls.");
            }

            return;
        }

        if (listener.Certificate.Length > 0 != listener.PrivateKey.Length > 0)
        {
            var (there, missing) = listener.Certificate.Length > 0 ? ("certificate", "private-key") : ("private-key", "certificate");
            Say($"{path}.{there}", $"needs {missing} beside it; name both PEM files, or neither for a self-signed certificate.");
        }
        else if (listener.Certificate.Length > 0)
        {
            CheckPair($"{path}.certificate", Full(listener.Certificate), Full(listener.PrivateKey));
        }

        if (listener.ClientAuthorities.Length > 0 && !File.Exists(Full(listener.ClientAuthorities)))
        {
            Say($"{path}.client-authorities", $"there is no file {Full(listener.ClientAuthorities)}.");
        }
    }

    private void CheckOwnAddresses()
    {
        foreach (var (key, text) in (ReadOnlySpan<(string, string)>)[("local-address", sip.LocalAddress), ("external-address", sip.ExternalAddress)])
        {
            if (text.Length > 0 && (!ListenerAddresses.TryParse(text, out var address) || IsAny(address)))
            {
                Say($"sip.{key}", $"\"{text}\" is no address that phones could send to; write one IPv4 or IPv6 address.");
            }
        }
    }

    private void CheckTls()
    {
        if (sip.Tls.Authorities.Length > 0 && !File.Exists(Full(sip.Tls.Authorities)))
        {
            Say("sip.tls.authorities", $"there is no file {Full(sip.Tls.Authorities)}.");
        }

        if (sip.Tls.CertificateCheck < TimeSpan.Zero)
        {
            Say("sip.tls.certificate-check", "must not be negative; 0 is never.");
        }
    }

    private void CheckPair(string path, string certificate, string key)
    {
        foreach (var file in (string[])[certificate, key])
        {
            if (!File.Exists(file))
            {
                Say(path, $"there is no file {file}.");
                return;
            }
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Say(path, $"{certificate} and {key} cannot be used: {e.Message}");
        }
    }

    private void CheckOverlap(int index)
    {
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (Overlap(sip.Listen[earlier], sip.Listen[index]))
            {
                var (transport, end) = (sip.Listen[index].Transport.ToString().ToLowerInvariant(), ListenerAddresses.Describe(sip.Listen[earlier]));
                Say($"sip.listen.{index}", $"{transport} {ListenerAddresses.Describe(sip.Listen[index])} is already taken by listener {earlier + 1}, {end}; give one of them another port.");
                return;
            }
        }
    }

    // The stack has one TLS set-up for all its listeners.
    private void CheckClientCertificates()
    {
        var first = -1;
        for (var i = 0; i < sip.Listen.Length; i++)
        {
            if (sip.Listen[i].Transport != ListenerTransport.Tls)
            {
                continue;
            }

            first = first < 0 ? i : first;
            var (a, b) = (sip.Listen[first], sip.Listen[i]);
            if (a.ClientCertificates != b.ClientCertificates || a.ClientAuthorities != b.ClientAuthorities)
            {
                Say($"sip.listen.{i}", $"client-certificates and client-authorities must be the same on all TLS listeners; listener {first + 1} has others.");
            }
        }
    }

    private static bool Overlap(ListenerSettings a, ListenerSettings b)
    {
        var bothUdp = a.Transport == ListenerTransport.Udp && b.Transport == ListenerTransport.Udp;
        var bothStreams = a.Transport != ListenerTransport.Udp && b.Transport != ListenerTransport.Udp; // TLS listens on a TCP port
        if (!(bothUdp || bothStreams) || ListenerAddresses.PortOf(a) != ListenerAddresses.PortOf(b)
            || !ListenerAddresses.TryParse(a.Address, out var left) || !ListenerAddresses.TryParse(b.Address, out var right)
            || left.AddressFamily != right.AddressFamily)
        {
            return false;
        }

        return left.Equals(right) || IsAny(left) || IsAny(right);
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private string Full(string file) => Path.GetFullPath(file, paths.BaseDirectory);

    private void Say(string path, string message) => _problems.Add(tree.Problem(path, message));
}
