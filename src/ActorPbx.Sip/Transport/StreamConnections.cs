using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Timers;

namespace ActorPbx.Sip.Transport;

/// <summary>All living TCP and TLS connections: how many there may be, and which one leads to a peer (RFC 3261 §18: they are used again, in both directions).</summary>
internal sealed class StreamConnections(
    TransportLimits limits, SipLimits sipLimits, TimerWheel wheel, IInbound inbound, Func<SipTransport, TransportStatistics> statistics)
{
    private readonly record struct Peer(SipTransport Transport, IPEndPoint Remote, string? TlsHost, string Listener);

    private readonly Dictionary<long, StreamConnection> _byId = [];
    private readonly Dictionary<Peer, StreamConnection> _byPeer = [];
    private readonly Dictionary<IPAddress, int> _acceptedBySource = [];
    private long _lastId;
    private bool _stopped;

    public TransportLimits Limits => limits;

    public SipLimits SipLimits => sipLimits;

    public TimerWheel Wheel => wheel;

    public IInbound Inbound => inbound;

    public TransportStatistics StatisticsOf(SipTransport transport) => statistics(transport);

    public bool TryFind(long id, [NotNullWhen(true)] out StreamConnection? connection)
    {
        lock (_byId) return _byId.TryGetValue(id, out connection);
    }

    public void Accept(Socket socket, StreamListener listener)
    {
        SipTransport transport = listener.Listener.Transport;
        StreamConnection? connection = null;
        try
        {
            listener.Setup.Prepare(socket);
            var remote = (IPEndPoint)socket.RemoteEndPoint!;
            if (listener.Setup.Name.Length == 0 && inbound.Shuns(remote.Address))
            {
                statistics(transport).CountRefused();
                socket.Dispose();
                return;
            }

            (_, string sentBy) = listener.LocalEnd.Towards(remote.Address);
            var flow = new SipFlow(transport, (IPEndPoint)socket.LocalEndPoint!, remote, Interlocked.Increment(ref _lastId))
            {
                SentBy = sentBy,
                Listener = listener.Setup.Name,
            };
            connection = new StreamConnection(this, socket, flow, null, accepted: true);
        }
        catch (SocketException)
        {
            // The peer was gone before it was looked at.
        }

        if (connection is null || !TryAdd(connection))
        {
            statistics(transport).CountRefused();
            socket.Dispose();
            return;
        }

        Func<Socket, Task<OpenedStream>> open = transport == SipTransport.Tls ? listener.Setup.Tls!.AcceptAsync : PlainStream;
        _ = connection.RunAsync(open, limits.FirstMessageDeadline);
    }

    /// <summary>The living connection to the peer, or a new one on its way.</summary>
    /// <param name="target">The peer.</param>
    /// <param name="setup">How connections of this kind are made.</param>
    /// <param name="from">The local address to connect from, with what the peer is told of it.</param>
    /// <param name="connection">The connection.</param>
    /// <returns>False when there are too many already.</returns>
    public bool TryConnect(SipTarget target, StreamSetup setup, (IPEndPoint Local, string SentBy) from, [NotNullWhen(true)] out StreamConnection? connection)
    {
        var peer = new Peer(target.Transport, target.EndPoint, target.TlsHost, target.Listener);
        lock (_byId)
        {
            if (_byPeer.TryGetValue(peer, out connection)) return true;
            var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            setup.Prepare(socket);
            var flow = new SipFlow(target.Transport, from.Local, target.EndPoint, ++_lastId) { SentBy = from.SentBy, Listener = target.Listener };
            connection = new StreamConnection(this, socket, flow, target.TlsHost, accepted: false);
            if (!TryAdd(connection))
            {
                socket.Dispose();
                connection = null;
                return false;
            }
        }

        _ = connection.RunAsync(socket => ConnectAsync(socket, target, setup, from.Local.Address), limits.ConnectTimeout);
        return true;
    }

    /// <summary>Closes the connection that leads to the target, if there is one.</summary>
    public void Disconnect(SipTarget target, string why)
    {
        StreamConnection? connection;
        lock (_byId) _byPeer.TryGetValue(new Peer(target.Transport, target.EndPoint, target.TlsHost, target.Listener), out connection);
        connection?.Close(why);
    }

    public void Remove(StreamConnection connection)
    {
        lock (_byId)
        {
            if (!_byId.Remove(connection.Flow.ConnectionId)) return;
            Peer peer = PeerOf(connection);
            if (_byPeer.TryGetValue(peer, out StreamConnection? known) && known == connection) _byPeer.Remove(peer);
            if (connection.IsAccepted) CountSource(connection.Flow.Remote.Address, -1);
        }

        statistics(connection.Flow.Transport).CountConnection(-1);
    }

    public void Stop()
    {
        StreamConnection[] all;
        lock (_byId)
        {
            _stopped = true;
            all = [.. _byId.Values];
        }

        foreach (StreamConnection connection in all) connection.Close("this server stops");
    }

    private static Peer PeerOf(StreamConnection connection) => new(connection.Flow.Transport, connection.Flow.Remote, connection.TlsHost, connection.Flow.Listener);

    private static Task<OpenedStream> PlainStream(Socket socket) => Task.FromResult(new OpenedStream(new NetworkStream(socket, ownsSocket: false), []));

    private static async Task<OpenedStream> ConnectAsync(Socket socket, SipTarget target, StreamSetup setup, IPAddress local)
    {
        // Port 0: the listener's own port stays its own.
        if (!local.Equals(IPAddress.Any) && !local.Equals(IPAddress.IPv6Any)) socket.Bind(new IPEndPoint(local, 0));
        await socket.ConnectAsync(target.EndPoint).ConfigureAwait(false);
        if (target.Transport != SipTransport.Tls) return await PlainStream(socket).ConfigureAwait(false);
        if (setup.Tls is null) throw new SipTransportException("TLS is not set up");
        return await setup.Tls.ConnectAsync(socket, target.TlsHost ?? target.EndPoint.Address.ToString()).ConfigureAwait(false);
    }

    private bool TryAdd(StreamConnection connection)
    {
        lock (_byId)
        {
            if (_stopped || _byId.Count >= limits.MaxConnections) return false;
            if (connection.IsAccepted && !CountSource(connection.Flow.Remote.Address, 1)) return false;
            _byId.Add(connection.Flow.ConnectionId, connection);
            _byPeer[PeerOf(connection)] = connection;
        }

        statistics(connection.Flow.Transport).CountConnection(1);
        return true;
    }

    private bool CountSource(IPAddress source, int change)
    {
        int count = _acceptedBySource.GetValueOrDefault(source) + change;
        if (count > limits.MaxConnectionsPerSource) return false;
        if (count == 0) _acceptedBySource.Remove(source);
        else _acceptedBySource[source] = count;
        return true;
    }
}
