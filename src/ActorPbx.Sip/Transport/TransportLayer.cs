using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Timers;

namespace ActorPbx.Sip.Transport;

/// <summary>All listeners and connections of a stack, and the choice among them for a target.</summary>
internal sealed class TransportLayer : IMessagePort, IDisposable
{
    private readonly List<UdpSocket> _udp = [];
    private readonly List<StreamListener> _streams = [];
    private readonly LocalAddresses _addresses;
    private readonly StreamConnections _connections;
    private readonly Dictionary<string, StreamSetup> _setups = new(StringComparer.Ordinal);
    private readonly Func<SipTransport, TransportStatistics> _statistics;
    private readonly List<TlsContext> _tls = [];

    /// <summary>Binds every listener, or none.</summary>
    /// <exception cref="SipTransportException">One of them cannot be bound; the text names it.</exception>
    public TransportLayer(
        IReadOnlyList<SipListenerOptions> listeners, ServerAddresses addresses, TransportLimits limits, SipLimits sipLimits, TlsOptions? tls, TimerWheel wheel, IInbound inbound,
        Func<SipTransport, TransportStatistics> statistics)
    {
        _statistics = statistics;
        _addresses = new LocalAddresses(addresses);
        TlsContext? tlsContext = tls is null ? null : Context(tls);
        _connections = new StreamConnections(limits, sipLimits, wheel, inbound, statistics);
        _setups[""] = new StreamSetup("", tlsContext, TimeSpan.Zero);
        try
        {
            foreach (SipListenerOptions listener in listeners)
            {
                if (listener.Transport == SipTransport.Udp)
                    _udp.Add(new UdpSocket(listener, limits.UdpReceiveBufferBytes, sipLimits, _addresses, inbound, statistics(SipTransport.Udp)));
                else
                    AddStream(listener, tlsContext, inbound);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IEnumerable<SipListener> Listeners => [.. _udp.Select(socket => socket.Listener), .. _streams.Select(listener => listener.Listener)];

    public void Start()
    {
        foreach (UdpSocket socket in _udp) socket.Start();
        foreach (StreamListener listener in _streams) listener.Start();
    }

    public bool HasListener(SipTransport transport, SipTarget target) => FindStream(transport, target) is not null;

    public TransportStatistics StatisticsOf(SipTransport transport) => _statistics(transport);

    public bool TryOpen(SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why)
    {
        flow = target.PreferredFlow;
        why = null;
        if (flow is not null && IsAlive(flow)) return true;
        if (target.Transport == SipTransport.Udp)
        {
            flow = FindUdp(target)?.FlowTo(target.EndPoint);
            if (flow is null) why = $"no UDP listener reaches {target.EndPoint}";
            return flow is not null;
        }

        if (_connections.TryConnect(target, SetupOf(target), LocalEndFor(target), out StreamConnection? connection))
        {
            flow = connection.Flow;
            return true;
        }

        flow = null;
        why = "too many connections";
        return false;
    }

    public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, ISendObserver? observer = null)
    {
        if (flow.Socket is not null) return flow.Socket.Send(flow, message.Span);
        return _connections.TryFind(flow.ConnectionId, out StreamConnection? connection) ? connection.Send(message, observer) : $"{flow}: the connection is closed";
    }

    /// <summary>RFC 3261 §18.2.2: where responses go whose request did not ask for rport: to the address it came from and the port it names.</summary>
    public SipFlow FlowTo(SipFlow source, int port) =>
        source.Socket is null || source.Remote.Port == port ? source : source.Socket.FlowTo(new IPEndPoint(source.Remote.Address, port));

    /// <summary>This side's address as the target should be given it.</summary>
    public (IPEndPoint Local, string SentBy) LocalEndFor(SipTarget target)
    {
        IPEndPoint remote = target.EndPoint;
        if (target.PreferredFlow is { } flow && IsAlive(flow)) return (flow.Local, flow.SentBy);
        if (target.Transport == SipTransport.Udp && FindUdp(target) is { } socket) return socket.LocalEndFor(remote.Address);
        if (FindStream(target.Transport, target) is { } listener) return listener.LocalEnd.Towards(remote.Address);
        var local = new IPEndPoint(_addresses.Towards(remote.Address), target.Transport.DefaultPort());
        return (local, new IPEndPoint(_addresses.Told(remote.Address, local.Address), local.Port).ToString());
    }

    /// <summary>Closes the stream connection that leads to the target; the next message opens a new one.</summary>
    public void Disconnect(SipTarget target, string why) => _connections.Disconnect(target, why);

    /// <summary>Reads all certificate files again; handshakes use what is new, or, when one file is bad, all that they used before.</summary>
    /// <returns>Whether anything is new.</returns>
    public bool ReloadCertificates()
    {
        TlsMaterial[] read = [.. _tls.Select(context => context.ReadAgain())];
        bool isNew = false;
        for (int i = 0; i < read.Length; i++) isNew |= _tls[i].Use(read[i]);
        return isNew;
    }

    public void Dispose()
    {
        foreach (StreamListener listener in _streams) listener.Dispose();
        _connections.Stop();
        foreach (UdpSocket socket in _udp) socket.Dispose();
    }

    /// <summary>The TLS listener of a name, or else its first, says how connections of that name are made, in both directions.</summary>
    private void AddStream(SipListenerOptions listener, TlsContext? ofStack, IInbound inbound)
    {
        TlsContext? tls = listener.Tls is null ? ofStack : Context(listener.Tls);
        if (listener.Transport == SipTransport.Tls && tls is not { CanAccept: true })
            throw new SipTransportException($"Cannot listen on TLS {listener.EndPoint}: no certificate is configured");
        var setup = new StreamSetup(listener.Name, tls, listener.UnacknowledgedTimeout);
        if (listener.Name.Length > 0 && (listener.Transport == SipTransport.Tls || !_setups.ContainsKey(listener.Name))) _setups[listener.Name] = setup;
        _streams.Add(new StreamListener(listener, setup, _addresses, _connections, inbound));
    }

    private TlsContext Context(TlsOptions options)
    {
        var context = new TlsContext(options);
        _tls.Add(context);
        return context;
    }

    private StreamSetup SetupOf(SipTarget target) => _setups.GetValueOrDefault(target.Listener) ?? _setups[""];

    private bool IsAlive(SipFlow flow) => flow.Socket is not null ? _udp.Contains(flow.Socket) : _connections.TryFind(flow.ConnectionId, out _);

    private UdpSocket? FindUdp(SipTarget target)
    {
        UdpSocket? found = null;
        foreach (UdpSocket socket in _udp)
        {
            if (socket.Listener.EndPoint.AddressFamily != target.EndPoint.AddressFamily || socket.Name != target.Listener) continue;
            if (target.PreferredFlow is not { } preferred || preferred.Local.Port == socket.Listener.EndPoint.Port) return socket;
            found ??= socket;
        }

        return found;
    }

    private StreamListener? FindStream(SipTransport transport, SipTarget target)
    {
        foreach (StreamListener listener in _streams)
        {
            if (listener.Setup.Name != target.Listener || listener.Listener.Transport != transport) continue;
            if (listener.Listener.EndPoint.AddressFamily == target.EndPoint.AddressFamily) return listener;
        }

        return null;
    }
}
