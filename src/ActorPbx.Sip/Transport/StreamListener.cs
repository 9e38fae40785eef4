using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>One TCP or TLS listener: takes connections as long as the limits allow.</summary>
internal sealed class StreamListener : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly StreamConnections _connections;
    private readonly IInbound _inbound;
    private readonly LocalEnd _localEnd;

    public StreamListener(SipListenerOptions options, StreamSetup setup, LocalAddresses addresses, StreamConnections connections, IInbound inbound)
    {
        Setup = setup;
        _socket = Bind(options);
        _connections = connections;
        _inbound = inbound;
        Listener = new SipListener(options.Transport, (IPEndPoint)_socket.LocalEndPoint!);
        _localEnd = new LocalEnd(options, Listener.EndPoint, addresses);
    }

    public SipListener Listener { get; }

    public StreamSetup Setup { get; }

    public LocalEnd LocalEnd => _localEnd;

    public void Start() => _ = AcceptAsync();

    public void Dispose() => _socket.Dispose();

    private static Socket Bind(SipListenerOptions options)
    {
        var socket = new Socket(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (options.EndPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(options.EndPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw ListenFault.Of(options.Transport, options.EndPoint, fault);
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket accepted = await _socket.AcceptAsync().ConfigureAwait(false);
                _connections.Accept(accepted, this);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault) when (fault.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
            {
                return;
            }
            catch (Exception fault)
            {
                // Out of file descriptors and the like: say so and breathe before the next try.
                _inbound.OnFault(fault);
                await Task.Delay(TimeSpan.FromMilliseconds(50)).ConfigureAwait(false);
            }
        }
    }
}
