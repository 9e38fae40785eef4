using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>A way to the broker for one node, which a test can shut.</summary>
internal sealed class TcpGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly List<Socket> _open = [];
    private readonly Task _accepting;
    private bool _shut;

    public TcpGate(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Closes all connections and every one that comes.</summary>
    public void Shut()
    {
        lock (_open)
        {
            _shut = true;
            foreach (var socket in _open)
                socket.Dispose();
            _open.Clear();
        }
    }

    public void Open()
    {
        lock (_open)
            _shut = false;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Shut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        using (var broker = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            if (!Keep(client, broker))
                return;
            try
            {
                await broker.ConnectAsync(IPAddress.Loopback, _target);
                await Task.WhenAny(CopyAsync(client, broker), CopyAsync(broker, client));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private bool Keep(params Socket[] sockets)
    {
        lock (_open)
        {
            if (!_shut)
                _open.AddRange(sockets);
            return !_shut;
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
