using System.Net;
using System.Net.NetworkInformation;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Gateway;

/// <summary>The names and addresses that this server goes by, as a digest-uri may name it (sipp and some phones write sip:HOST:PORT there).</summary>
internal static class ServerNames
{
    public static IReadOnlyCollection<string> Of(PbxSettings settings)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "localhost" };
        foreach (var (name, domain) in settings.Domains)
        {
            names.Add(name);
            names.UnionWith(domain.Aliases);
        }

        AddAddress(names, settings.Sip.ExternalAddress);
        AddAddress(names, settings.Sip.LocalAddress);
        foreach (var listener in settings.Sip.Listen)
        {
            AddAddress(names, listener.AdvertisedAddress);
            if (IPAddress.TryParse(listener.Address.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            {
                AddOwnAddresses(names);
            }
            else
            {
                AddAddress(names, listener.Address);
            }
        }

        return names;
    }

    private static void AddOwnAddresses(HashSet<string> names)
    {
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            foreach (var own in network.GetIPProperties().UnicastAddresses)
            {
                AddAddress(names, own.Address.ToString());
            }
        }
    }

    private static void AddAddress(HashSet<string> names, string text)
    {
        if (text.Length > 0)
        {
            names.Add(text.Contains(':') ? $"[{text.Trim('[', ']').Split('%')[0]}]" : text);
        }
    }
}
