using System.Collections.Immutable;
using System.Net;

namespace ActorPbx.Pbx.Directory;

/// <summary>Addresses and networks whose word is taken without digest.</summary>
public sealed class TrustedNetworks(ImmutableArray<IPNetwork> networks)
{
    /// <summary>Nobody.</summary>
    public static readonly TrustedNetworks None = new([]);

    /// <summary>True when the list is empty.</summary>
    public bool IsEmpty => networks.IsEmpty;

    /// <summary>Reads "10.1.2.3", "10.1.0.0/16", "2001:db8::/32".</summary>
    public static bool TryParse(IEnumerable<string> texts, out TrustedNetworks trusted, out string wrong)
    {
        var parsed = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in texts)
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                parsed.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                parsed.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                (trusted, wrong) = (None, text);
                return false;
            }
        }

        (trusted, wrong) = (parsed.Count == 0 ? None : new TrustedNetworks(parsed.ToImmutable()), "");
        return true;
    }

    /// <summary>True when the address is in one of the networks.</summary>
    public bool Contain(IPAddress address)
    {
        if (networks.IsEmpty)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
