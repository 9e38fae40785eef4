using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;
using BenchmarkDotNet.Attributes;

namespace ActorPbx.Benchmarks;

/// <summary>What a call between branches costs a T-MSS's proxy: every message parsed, passed on and printed, without sockets.</summary>
[MemoryDiagnoser]
public class SipProxyBenchmarks
{
    private const string Sdp = "v=0\r\no=a 1 1 IN IP4 10.1.0.9\r\ns=-\r\nc=IN IP4 10.1.0.9\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    private const string CallersHead =
        "Via: SIP/2.0/TLS shanghai-1.shanghai.demo.invalid:5071;branch=z9hG4bK-00000000;rport\r\nMax-Forwards: 69\r\nRoute: <sip:tmss.demo.invalid;lr>\r\n"
        + "From: \"Alice\" <sip:1001@pbx.local>;tag=a\r\nTo: <sip:4001@pbx.local>";

    private static readonly SipFlow CallerFlow = new(SipTransport.Tls, new IPEndPoint(IPAddress.Loopback, 5071), new IPEndPoint(IPAddress.Loopback, 5072), 1);
    private static readonly SipTarget Berlin = new(SipTransport.Tls, new IPEndPoint(IPAddress.Loopback, 5073), "berlin-1.berlin.demo.invalid");

    private readonly ManualTimerClock _clock = new();
    private readonly LastSent _port = new();
    private readonly byte[] _invite = Bytes("INVITE sip:4001@pbx.local SIP/2.0", "", "1 INVITE", "Contact: <sip:a@shanghai-1.shanghai.demo.invalid>\r\nX-Correlation-ID: 0123456789abcdef01234567\r\nContent-Type: application/sdp\r\n", Sdp);
    private readonly byte[] _ack = Bytes("ACK sip:b@berlin-1.berlin.demo.invalid SIP/2.0", ";tag=b", "1 ACK", "", "");
    private readonly byte[] _bye = Bytes("BYE sip:b@berlin-1.berlin.demo.invalid SIP/2.0", ";tag=b", "2 BYE", "", "");
    private TimerWheel _wheel = null!;
    private TransactionLayer _layer = null!;
    private SipProxy _proxy = null!;
    private uint _call;
    private long _expireEvery = 1_000;

    [GlobalSetup]
    public void Setup()
    {
        _wheel = new TimerWheel(_clock);
        _layer = new TransactionLayer(SipTimers.Default, _wheel, _port, new TransactionStatistics(), fault => throw fault);
        var options = new ProxyOptions { Host = "t1.hq.demo.invalid", IsOwnRoute = static uri => uri.Host == "tmss.demo.invalid", RecordRoute = "<sip:tmss.demo.invalid;lr>" };
        _proxy = new SipProxy(new OutboundRequests(_layer, _port, new SipStackOptions()), _wheel, options);
    }

    [Benchmark(Description = "a call through the proxy: INVITE, 100, 180, 200, ACK, BYE, 200")]
    public void Call()
    {
        _call++;
        SipRequest invite = Receive(_invite);
        var machine = new InviteServerMachine(_layer, TransactionKeys.OfServer(invite, SipMethod.Invite), 0, CallerFlow);
        var received = new MachineServerTransaction(machine, invite, CallerFlow);
        machine.Attach(received);
        machine.TryEnter();
        machine.SendTrying(invite);
        new OneHop(_proxy, received).Start();
        SipRequest sent = (SipRequest)Parse(_port.Last);
        Answer(sent, 100, "");
        Answer(sent, 180, "");
        Answer(sent, 200, Sdp);
        _proxy.ForwardAck(Receive(_ack), Berlin);
        PassBye();
        Expire();
    }

    /// <summary>Processor time, allocation and what is held while the transactions last, for each call.</summary>
    public static void PrintCost()
    {
        const int Calls = 30_000;
        var run = new SipProxyBenchmarks();
        run.Setup();
        Console.WriteLine("| calls | CPU, µs a call | allocated, bytes a call | held for 32 s, bytes a call |");
        Console.WriteLine("|---:|---:|---:|---:|");
        for (int round = 0; round < 4; round++)
        {
            run._clock.Advance(33_000);
            run._wheel.Advance();
            long before = GC.GetTotalMemory(forceFullCollection: true);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            run._expireEvery = int.MaxValue;
            for (int call = 0; call < Calls; call++) run.Call();
            cpu = Environment.CpuUsage.TotalTime - cpu;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            long held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Calls} | {cpu.TotalMicroseconds / Calls:F1} | {allocated / Calls} | {held / Calls} |"));
        }

        GC.KeepAlive(run);
    }

    private void PassBye()
    {
        SipRequest bye = Receive(_bye);
        var machine = new NonInviteServerMachine(_layer, TransactionKeys.OfServer(bye, SipMethod.Bye), 0, CallerFlow);
        var received = new MachineServerTransaction(machine, bye, CallerFlow);
        machine.Attach(received);
        machine.TryEnter();
        machine.StartWaiting();
        new OneHop(_proxy, received).Start();
        Answer((SipRequest)Parse(_port.Last), 200, "");
    }

    private void Answer(SipRequest sent, int status, string body)
    {
        SipResponse made = SipResponse.For(sent, status, toTag: "b");
        made.Body = Encoding.ASCII.GetBytes(body);
        var response = (SipResponse)Parse(SipWriter.ToArray(made));
        if (_layer.Clients.TryFind(TransactionKeys.OfClient(response.TopVia.Branch!, response.CSeq.Method), out ClientMachine? machine)) machine.OnResponse(response, CallerFlow);
    }

    /// <summary>Each call has a branch of its own.</summary>
    private SipRequest Receive(byte[] template)
    {
        int at = template.AsSpan().IndexOf("z9hG4bK-"u8) + "z9hG4bK-".Length;
        _call.TryFormat(template.AsSpan(at, 8), out _, "x8");
        return (SipRequest)Parse(template);
    }

    private void Expire()
    {
        if (_call % _expireEvery != 0) return;
        _clock.Advance(33_000);
        _wheel.Advance();
    }

    private static byte[] Bytes(string start, string toTag, string sequence, string more, string body) => Encoding.ASCII.GetBytes(
        $"{start}\r\n{CallersHead}{toTag}\r\nCall-ID: 3c2675191c5dbf8f@shanghai\r\nCSeq: {sequence}\r\n{more}Content-Length: {body.Length}\r\n\r\n{body}");

    private static SipMessage Parse(ReadOnlySpan<byte> bytes)
    {
        if (!SipParser.TryParse(bytes, SipLimits.Default, out SipMessage? message, out SipParseError? error)) throw new InvalidOperationException(error.Reason);
        return message;
    }

    private sealed class OneHop(SipProxy proxy, ServerTransaction received) : ProxiedRequest(proxy, received)
    {
        private bool _tried;

        protected override SipTarget? NextHop()
        {
            SipTarget? hop = _tried ? null : Berlin;
            _tried = true;
            return hop;
        }
    }

    private sealed class LastSent : IMessagePort
    {
        private readonly TransportStatistics _statistics = new();

        public byte[] Last { get; private set; } = [];

        public bool TryOpen(SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why)
        {
            (flow, why) = (CallerFlow, null);
            return true;
        }

        public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, ISendObserver? observer = null)
        {
            Last = message.ToArray();
            return null;
        }

        public TransportStatistics StatisticsOf(SipTransport transport) => _statistics;
    }
}
