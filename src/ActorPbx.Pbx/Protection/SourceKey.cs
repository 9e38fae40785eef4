using System.Net;
using System.Net.Sockets;
using ActorPbx.Domain;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// A source of requests as limits count it: one IPv4 address, or one /64 network of IPv6, for whoever has one address of that has all of them
/// (RFC 6177 §2). Hashed under a secret of this process.
/// </summary>
public readonly record struct SourceKey(ulong Hash)
{
    private const int NetworkBytes = 8;

    /// <summary>The source that an address belongs to.</summary>
    public static SourceKey Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        address.TryWriteBytes(bytes, out var written);
        return new SourceKey(SipHash.Of(written > NetworkBytes ? bytes[..NetworkBytes] : bytes[..written]));
    }

    /// <summary>The source as people write it: 203.0.113.5, or 2001:db8:1:2::/64.</summary>
    public static string TextOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>Reads what <see cref="TextOf"/> writes.</summary>
    public static bool TryParse(string text, out SourceKey source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/');
        var isAddress = IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address);
        source = isAddress ? Of(address!) : default;
        return isAddress;
    }

    /// <summary>An account of a domain as limits count it.</summary>
    internal static ulong AccountOf(DomainName domain, string user) => SipHash.Of(user, SipHash.Of(domain.Value));

    /// <summary>An account together with this source.</summary>
    internal ulong With(ulong account) => SipHash.Of(account, Hash);
}
