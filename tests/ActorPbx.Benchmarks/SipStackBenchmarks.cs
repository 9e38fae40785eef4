using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;
using BenchmarkDotNet.Attributes;

namespace ActorPbx.Benchmarks;

/// <summary>What the stack itself adds to a message: timers, transaction tables and machines, without sockets.</summary>
[MemoryDiagnoser]
public class SipStackBenchmarks
{
    private const string InviteText =
        "INVITE sip:101@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-1;rport\r\nMax-Forwards: 70\r\n"
        + "From: <sip:100@127.0.0.1>;tag=a\r\nTo: <sip:101@127.0.0.1>\r\nCall-ID: call@127.0.0.1\r\nCSeq: 1 INVITE\r\n"
        + "Contact: <sip:100@127.0.0.1:5070>\r\nContent-Length: 0\r\n\r\n";

    private static readonly SipFlow Flow = new(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5060), new IPEndPoint(IPAddress.Loopback, 5070), 0);

    private readonly ManualTimerClock _clock = new();
    private readonly SipRequest _invite = Parse(InviteText);
    private readonly SipRequest _bye = Parse(InviteText.Replace("INVITE", "BYE", StringComparison.Ordinal).Replace("<sip:101@127.0.0.1>\r\n", "<sip:101@127.0.0.1>;tag=b\r\n", StringComparison.Ordinal));
    private readonly SipRequest _ack = Parse(InviteText.Replace("INVITE", "ACK", StringComparison.Ordinal).Replace("<sip:101@127.0.0.1>\r\n", "<sip:101@127.0.0.1>;tag=b\r\n", StringComparison.Ordinal));
    private readonly Bell _bell = new();
    private TimerWheel _wheel = null!;
    private TransactionLayer _layer = null!;
    private ulong _key;

    [GlobalSetup]
    public void Setup()
    {
        _wheel = new TimerWheel(_clock);
        _layer = new TransactionLayer(SipTimers.Default, _wheel, new NowhereToSend(), new TransactionStatistics(), _ => { });
        for (int i = 0; i < 100_000; i++) _wheel.Schedule(new Bell(), _clock.Now + 1_000_000_000 + i);
    }

    [Benchmark(Description = "set and cancel a timer among 100,000")]
    public void SetAndCancel()
    {
        _wheel.Schedule(_bell, _clock.Now + 32_000);
        _wheel.Cancel(_bell);
    }

    [Benchmark(Description = "key of a server transaction")]
    public ulong ServerKey() => TransactionKeys.OfServer(_invite, SipMethod.Invite);

    [Benchmark(Description = "called side: INVITE, 100, 180, 200, ACK")]
    public void CalledSide()
    {
        var machine = new InviteServerMachine(_layer, ++_key, 0, Flow);
        var transaction = new MachineServerTransaction(machine, _invite, Flow);
        machine.Attach(transaction);
        machine.TryEnter();
        machine.SendTrying(_invite);
        transaction.Respond(SipResponse.For(_invite, 180, toTag: "b"));
        transaction.Respond(SipResponse.For(_invite, 200, toTag: "b"));
        machine.OnAckOfSuccess(_ack);
        Expire();
    }

    [Benchmark(Description = "BYE answered with 200")]
    public void Bye()
    {
        var machine = new NonInviteServerMachine(_layer, ++_key, 0, Flow);
        var transaction = new MachineServerTransaction(machine, _bye, Flow);
        machine.Attach(transaction);
        machine.TryEnter();
        machine.StartWaiting();
        transaction.Respond(SipResponse.For(_bye, 200));
        Expire();
    }

    private static SipRequest Parse(string text)
    {
        if (!SipParser.TryParse(Encoding.ASCII.GetBytes(text), SipLimits.Default, out SipMessage? message, out SipParseError? error))
            throw new InvalidOperationException(error.Reason);
        return (SipRequest)message;
    }

    /// <summary>Lets the transactions that only absorb go, so that the tables keep their size.</summary>
    private void Expire()
    {
        if (_key % 1_000 != 0) return;
        _clock.Advance(33_000);
        _wheel.Advance();
    }

    private sealed class Bell : TimerNode
    {
        protected internal override void OnDue(long now)
        {
        }
    }

    private sealed class NowhereToSend : IMessagePort
    {
        private readonly TransportStatistics _statistics = new();

        public bool TryOpen(SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why)
        {
            (flow, why) = (Flow, null);
            return true;
        }

        public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, ISendObserver? observer = null) => null;

        public TransportStatistics StatisticsOf(SipTransport transport) => _statistics;
    }
}
