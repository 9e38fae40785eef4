using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>What carries a <see cref="WirePhone"/>'s messages.</summary>
internal abstract class Wire : IDisposable
{
    /// <summary>As a Via names it.</summary>
    public abstract string Transport { get; }

    public abstract void Send(byte[] bytes);

    /// <summary>The next message; null when none comes in time.</summary>
    public abstract Task<string?> Receive(TimeSpan patience);

    public abstract void Dispose();

    public static Wire Udp(Place place, IPEndPoint own, IPEndPoint exchange) => new Datagrams(place, own, exchange);

    public static Wire Tcp(Place place, IPAddress own, IPEndPoint exchange) => new Connection(place, own, exchange);

    private sealed class Datagrams : Wire
    {
        private readonly Socket _socket;
        private readonly IPEndPoint _exchange;

        public Datagrams(Place place, IPEndPoint own, IPEndPoint exchange)
        {
            _exchange = exchange;
            _socket = place.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
            _socket.Bind(own);
        }

        public override string Transport => "UDP";

        public override void Send(byte[] bytes) => _socket.SendTo(bytes, _exchange);

        public override async Task<string?> Receive(TimeSpan patience)
        {
            using var deadline = new CancellationTokenSource(patience);
            var bytes = new byte[65536];
            try
            {
                return Encoding.UTF8.GetString(bytes, 0, await _socket.ReceiveAsync(bytes, deadline.Token));
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        public override void Dispose() => _socket.Dispose();
    }

    private sealed class Connection : Wire
    {
        private readonly Socket _socket;
        private string _read = "";

        public Connection(Place place, IPAddress own, IPEndPoint exchange)
        {
            _socket = place.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            _socket.Bind(new IPEndPoint(own, 0));
            _socket.Connect(exchange);
        }

        public override string Transport => "TCP";

        public override void Send(byte[] bytes) => _socket.Send(bytes);

        public override async Task<string?> Receive(TimeSpan patience)
        {
            using var deadline = new CancellationTokenSource(patience);
            var bytes = new byte[65536];
            try
            {
                while (true)
                {
                    if (TryTake() is { } message) return message;
                    var length = await _socket.ReceiveAsync(bytes, deadline.Token);
                    length.ShouldBeGreaterThan(0, "the exchange closed the connection");
                    _read += Encoding.ASCII.GetString(bytes, 0, length);
                }
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        // A connection that breaks: the other end is told nothing but a reset.
        public override void Dispose()
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Dispose();
        }

        private string? TryTake()
        {
            _read = _read.TrimStart('\r', '\n');
            var end = _read.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (end < 4) return null;
            var body = int.Parse(new SipText(_read[..end])["Content-Length"]!, System.Globalization.CultureInfo.InvariantCulture);
            if (_read.Length < end + body) return null;
            var message = _read[..(end + body)];
            _read = _read[(end + body)..];
            return message;
        }
    }
}
