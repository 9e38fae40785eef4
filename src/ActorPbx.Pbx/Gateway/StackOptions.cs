using System.Net;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Turns settings into the SIP stack's own options.</summary>
internal static class StackOptions
{
    public static SipStackOptions Of(SipSettings settings, TlsOptions? tls) => new()
    {
        Work = MessageExecutor.Work,
        Listeners = [.. settings.Listen.Select(Listener)],
        Addresses = AddressesOf(settings),
        Tls = tls,
        Timers = new SipTimers { T1 = settings.Timers.T1, T2 = settings.Timers.T2, T4 = settings.Timers.T4 },
        MessageLimits = SipLimits.Default with { MaxMessageBytes = settings.Limits.MaxMessageBytes, MaxHeaders = settings.Limits.MaxHeaders },
        TransportLimits = new TransportLimits
        {
            MaxConnections = settings.Limits.MaxConnections,
            MaxConnectionsPerSource = settings.Limits.MaxConnectionsPerSource,
            MessageDeadline = settings.Limits.MessageDeadline,
            IdleTimeout = settings.Limits.IdleTimeout,
            WriteTimeout = settings.Limits.WriteTimeout,
        },
        MaxTransactions = settings.Limits.MaxTransactions,
        UserAgent = settings.ServerName.Length == 0 ? null : settings.ServerName,
        Server = settings.ServerName.Length == 0 ? null : settings.ServerName,
        Rules = new RequestRules(Capabilities.Methods, Capabilities.Extensions),
    };

    /// <summary>Which address peers are told.</summary>
    public static ServerAddresses AddressesOf(SipSettings settings) => new()
    {
        Local = AddressOf(settings.LocalAddress),
        External = AddressOf(settings.ExternalAddress),
        LocalNetworks = settings.LocalNetworks,
    };

    private static IPAddress? AddressOf(string text) => text.Length == 0 ? null : IPAddress.Parse(text.Trim('[', ']'));

    private static SipListenerOptions Listener(ListenerSettings listener)
    {
        var transport = listener.Transport switch
        {
            ListenerTransport.Udp => SipTransport.Udp,
            ListenerTransport.Tcp => SipTransport.Tcp,
            ListenerTransport.Tls => SipTransport.Tls,
            _ => throw new ArgumentOutOfRangeException(nameof(listener), listener.Transport, "A transport without a listener."),
        };
        var port = listener.Port == 0 ? transport.DefaultPort() : listener.Port;
        return new SipListenerOptions(transport, new IPEndPoint(IPAddress.Parse(listener.Address.Trim('[', ']')), port))
        {
            AdvertisedHost = listener.AdvertisedAddress.Length == 0 ? null : listener.AdvertisedAddress,
        };
    }
}
