using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Rtp.Packets;
using ActorPbx.Rtp.Relay;
using BenchmarkDotNet.Attributes;

namespace ActorPbx.Benchmarks;

/// <summary>The media relay: the cost of judging one packet, and the cost of moving one through the kernel both ways.</summary>
[MemoryDiagnoser]
public class RtpRelayBenchmarks
{
    private const int PacketsPerOperation = 1000;
    private readonly byte[] _packet = RtpRelayLoad.Packet(1);
    private RtpRelayLoad _load = null!;

    [GlobalSetup]
    public void Open() => _load = new RtpRelayLoad(calls: 50, gather: TimeSpan.Zero);

    [GlobalCleanup]
    public void Close() => _load.Dispose();

    [Benchmark]
    public bool Parse_one_header() => RtpHeader.TryParse(_packet, out _);

    [Benchmark(OperationsPerInvoke = PacketsPerOperation)]
    public void Relay_one_packet() => _load.Flood(PacketsPerOperation);
}

/// <summary>Calls through one relay engine, with one socket playing all callers and one all called phones.</summary>
public sealed class RtpRelayLoad : IDisposable
{
    private const int PacketLength = 172;
    private readonly RelayEngine _engine;
    private readonly Socket _callers = Bind();
    private readonly Socket _called = Bind();
    private readonly SocketAddress[] _toCallerSide;
    private readonly SocketAddress[] _toCalledSide;
    private readonly byte[] _received = new byte[2048];
    private readonly byte[][] _packets;
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private int _next;

    public RtpRelayLoad(int calls, TimeSpan? gather = null)
    {
        var options = new RelayEngineOptions { FirstPort = 20000, LastPort = 39999 };
        _engine = new RelayEngine(gather is { } time ? options with { GatherTime = time } : options, (_, _) => { }, fault => throw fault);
        _toCallerSide = new SocketAddress[calls];
        _toCalledSide = new SocketAddress[calls];
        _packets = new byte[calls][];
        for (var i = 0; i < calls; i++)
            OpenCall(i);
    }

    /// <summary>The relay's own figures.</summary>
    public RelayEngineCounters Counters => _engine.Counters;

    /// <summary>A G.711 packet of 20 ms.</summary>
    public static byte[] Packet(uint ssrc)
    {
        var packet = new byte[PacketLength];
        new RtpHeader(false, 0, 1, 160, ssrc).Write(packet);
        return packet;
    }

    /// <summary>Sends as fast as the relay passes on.</summary>
    public void Flood(int packets)
    {
        for (var sent = 0; sent < packets; sent += 100)
        {
            var target = _engine.Counters.Sent + 100;
            SendRound(100);
            while (_engine.Counters.Sent < target)
                Drain();
        }
    }

    /// <summary>Sends at a rate and answers the relay thread's processor time a packet, in microseconds.</summary>
    public double Pace(int packetsPerSecond, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var (processor, relayed) = (RelayThreadTime(), _engine.Counters.Sent);
        long sent = 0;
        while (clock.Elapsed < duration)
        {
            var due = (long)(clock.Elapsed.TotalSeconds * packetsPerSecond) - sent;
            SendRound((int)due);
            sent += due;
            Drain();
            Thread.Sleep(1);
        }
        return (RelayThreadTime() - processor) * 1e6 / (_engine.Counters.Sent - relayed);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _callers.Dispose();
        _called.Dispose();
    }

    private static double RelayThreadTime()
    {
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            if (File.ReadAllText(Path.Combine(task, "comm")).Trim() != "media relay")
                continue;
            // The first figure of schedstat is nanoseconds on a processor.
            return long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], null) / 1e9;
        }
        return 0;
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 1 << 22 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void OpenCall(int index)
    {
        if (!_engine.TryOpen(index, 1, IPAddress.Loopback, IPAddress.Loopback, out var relay, out var reason))
            throw new InvalidOperationException(reason);
        Aim(relay, RelaySide.Caller, _callers);
        Aim(relay, RelaySide.Called, _called);
        relay.ReadAsync().Wait();
        _toCallerSide[index] = relay.Ports[0].Caller.Serialize();
        _toCalledSide[index] = relay.Ports[0].Called.Serialize();
        _packets[index] = Packet((uint)index);
    }

    private static void Aim(MediaRelay relay, RelaySide side, Socket phone)
    {
        var address = (IPEndPoint)phone.LocalEndPoint!;
        relay.Aim(side, 0, address, new IPEndPoint(address.Address, address.Port + 1), reset: false);
    }

    private void SendRound(int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            var call = _next / 2 % _packets.Length;
            if (_next++ % 2 == 0)
                _callers.SendTo(_packets[call], SocketFlags.None, _toCallerSide[call]);
            else
                _called.SendTo(_packets[call], SocketFlags.None, _toCalledSide[call]);
        }
    }

    private void Drain()
    {
        while (_callers.Available > 0)
            _callers.ReceiveFrom(_received, SocketFlags.None, _from);
        while (_called.Available > 0)
            _called.ReceiveFrom(_received, SocketFlags.None, _from);
    }
}
