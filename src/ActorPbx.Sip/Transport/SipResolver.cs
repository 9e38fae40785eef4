using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Transport;

/// <summary>
/// From a URI to the place where its requests go (RFC 3263): address literals at once, host names through the system's resolver and a short memory.
/// NAPTR and SRV have their place in <see cref="LookUpAsync"/> when they come.
/// </summary>
public sealed class SipResolver
{
    private const int MaxRemembered = 4_096;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(5);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _lookUp;
    private readonly TimeProvider _time;
    private readonly Func<AddressFamily, bool> _reaches;
    private readonly ConcurrentDictionary<string, (IPAddress? Address, long At)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="lookUp">Addresses of a host name; null asks the system.</param>
    /// <param name="time">The clock of the memory; null is the system's.</param>
    /// <param name="reaches">Whether there is a listener to send from in a family; null: in both.</param>
    public SipResolver(
        Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null, TimeProvider? time = null, Func<AddressFamily, bool>? reaches = null)
    {
        _reaches = reaches ?? (_ => true);
        _lookUp = lookUp ?? Dns.GetHostAddressesAsync;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The target of a URI whose host is an address.</summary>
    public static bool TryResolve(SipUri uri, [NotNullWhen(true)] out SipTarget? target)
    {
        ArgumentNullException.ThrowIfNull(uri);
        target = null;
        if (!uri.IsSip || TransportOf(uri) is not { } transport || !TryReadAddress(HostOf(uri), out IPAddress? address)) return false;
        target = Target(uri, transport, address);
        return true;
    }

    /// <summary>The target of any SIP URI; null when its host or transport is not known.</summary>
    public async ValueTask<SipTarget?> ResolveAsync(SipUri uri, CancellationToken cancellation = default)
    {
        if (TryResolve(uri, out SipTarget? target)) return target;
        if (!uri.IsSip || TransportOf(uri) is not { } transport) return null;
        IPAddress? address = await AddressOfAsync(HostOf(uri), cancellation).ConfigureAwait(false);
        return address is null ? null : Target(uri, transport, address);
    }

    /// <summary>RFC 3263 §4.1: what the URI says, else TLS for <c>sips:</c> and UDP for <c>sip:</c>. Null for a transport that is not here.</summary>
    private static SipTransport? TransportOf(SipUri uri)
    {
        string? named = uri.TransportParam;
        if (named is null) return uri.IsSecure ? SipTransport.Tls : SipTransport.Udp;
        if (named.Equals("tls", StringComparison.OrdinalIgnoreCase)) return SipTransport.Tls;
        if (named.Equals("tcp", StringComparison.OrdinalIgnoreCase)) return uri.IsSecure ? SipTransport.Tls : SipTransport.Tcp;
        return named.Equals("udp", StringComparison.OrdinalIgnoreCase) && !uri.IsSecure ? SipTransport.Udp : null;
    }

    private static string HostOf(SipUri uri) => uri.Parameters.Get("maddr") ?? uri.Host;

    private static bool TryReadAddress(string host, [NotNullWhen(true)] out IPAddress? address)
    {
        bool isV6 = host.StartsWith('[');
        // IPAddress takes "5" for 0.0.0.5; a host of digits only is a name.
        if (isV6 || host.AsSpan().Count('.') == 3) return IPAddress.TryParse(isV6 ? host.AsSpan(1, host.Length - 2) : host, out address);
        address = null;
        return false;
    }

    private static SipTarget Target(SipUri uri, SipTransport transport, IPAddress address)
    {
        string? tlsHost = transport == SipTransport.Tls && !TryReadAddress(uri.Host, out _) ? uri.Host : null;
        return new SipTarget(transport, new IPEndPoint(address, uri.Port ?? transport.DefaultPort()), tlsHost);
    }

    private async ValueTask<IPAddress?> AddressOfAsync(string host, CancellationToken cancellation)
    {
        if (_known.TryGetValue(host, out var known) && _time.GetElapsedTime(known.At) < (known.Address is null ? FailureLifetime : Lifetime)) return known.Address;
        IPAddress? found = await LookUpAsync(host, cancellation).ConfigureAwait(false);
        if (_known.Count >= MaxRemembered) _known.Clear();
        _known[host] = (found, _time.GetTimestamp());
        return found;
    }

    private async Task<IPAddress?> LookUpAsync(string host, CancellationToken cancellation)
    {
        try
        {
            IPAddress[] addresses = await _lookUp(host, cancellation).ConfigureAwait(false);
            return Find(addresses, AddressFamily.InterNetwork) ?? Find(addresses, AddressFamily.InterNetworkV6) ?? (addresses.Length > 0 ? addresses[0] : null);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private IPAddress? Find(IPAddress[] addresses, AddressFamily family) =>
        _reaches(family) ? Array.Find(addresses, address => address.AddressFamily == family) : null;
}
