using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Tests.Transactions;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>A proxy between a caller at port 5070 and next hops at ports from 6001 on, on a clock that the test moves.</summary>
internal sealed class ProxyBench
{
    public const int Caller = 5070;
    public const string Host = "t1.hq.demo.invalid";
    public const string Group = "tmss.demo.invalid";
    public const string RecordRoute = $"<sip:{Group};lr>";

    private readonly ManualTimerClock _clock = new();
    private readonly TimerWheel _wheel;
    private readonly TransactionLayer _layer;
    private readonly SipProxy _proxy;
    private InviteServerMachine? _invite;
    private ServerMachine? _received;

    public ProxyBench(TimeSpan? patience = null, bool isReliable = false)
    {
        Transport = isReliable ? SipTransport.Tcp : SipTransport.Udp;
        _wheel = new TimerWheel(_clock, tickMilliseconds: 1);
        _layer = new TransactionLayer(SipTimers.Default, _wheel, Port, Statistics, fault => throw fault, "proxy");
        Options = OptionsOf(patience);
        _proxy = new SipProxy(new OutboundRequests(_layer, Port, new SipStackOptions { UserAgent = "proxy" }), _wheel, Options);
    }

    public SipTransport Transport { get; }

    public ProxyOptions Options { get; }

    public RecordingPort Port { get; } = new();

    public TransactionStatistics Statistics { get; } = new();

    /// <summary>How far away the hops are.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>How long the last hop may be silent, if not as long as for others.</summary>
    public TimeSpan? LongestSilence { get; init; }

    public int TimersSet => _wheel.Count;

    public Forwarded Current { get; private set; } = null!;

    public static ProxyOptions OptionsOf(TimeSpan? patience = null) => new()
    {
        Host = Host,
        IsOwnRoute = uri => uri.Host == Group,
        RecordRoute = RecordRoute,
        Patience = patience ?? TimeSpan.Zero,
    };

    /// <summary>The request arrives and is forwarded to so many next hops in order.</summary>
    public void Arrive(SipRequest request, int hops = 1)
    {
        SipFlow flow = RecordingPort.Flow(Transport, Caller);
        ulong key = TransactionKeys.OfServer(request, request.Method);
        _received = request.Method == SipMethod.Invite ? _invite = new InviteServerMachine(_layer, key, 0, flow) : new NonInviteServerMachine(_layer, key, 0, flow);
        var transaction = new MachineServerTransaction(_received, request, flow);
        _received.Attach(transaction);
        _received.TryEnter().ShouldBeTrue();
        if (_received is InviteServerMachine invite) invite.SendTrying(request);
        else ((NonInviteServerMachine)_received).StartWaiting();
        Current = new Forwarded(_proxy, transaction, hops, RoundTrip) { Longest = LongestSilence };
        Current.Start();
    }

    public void CallerCancels(string? reason = null)
    {
        SipRequest cancel = Sample.Request("CANCEL");
        if (reason is not null) cancel.Headers.Add(HeaderName.Reason, reason);
        _invite!.OnCancel(cancel);
    }

    /// <summary>Drops what the test itself holds of the request.</summary>
    public void Forget() => Current = null!;

    public void CallerRepeats() => _received!.OnRetransmission();

    public string? Acknowledge(SipRequest ack, int port = 6001) => _proxy.ForwardAck(ack, new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, port)));

    /// <summary>The hop answers the request that it got last.</summary>
    public void Answer(int hop, int status, string toTag = "bob") => Answer(Sample.Response(SentTo(hop), status, toTag), hop);

    public void Answer(SipResponse response, int hop)
    {
        ulong key = TransactionKeys.OfClient(response.TopVia.Branch!, response.CSeq.Method);
        if (_layer.Clients.TryFind(key, out ClientMachine? machine)) machine.OnResponse(response, RecordingPort.Flow(Transport, hop));
    }

    public void TransportFails(string why) => Port.Observers.Last(sent => sent is not null)!.OnSendFailed(why);

    /// <summary>The last request other than ACK and CANCEL that this hop got.</summary>
    public SipRequest SentTo(int hop)
    {
        IEnumerable<(SipRequest Request, int Port)> all = Requests.Concat(Port.Sent.Where(sent => sent.Message is SipRequest).Select(sent => ((SipRequest)sent.Message, sent.Flow.Remote.Port)));
        return all.Last(sent => sent.Port == hop && sent.Request.Method != SipMethod.Ack && sent.Request.Method != SipMethod.Cancel).Request;
    }

    public List<(SipRequest Request, int Port)> Requests { get; } = [];

    public List<SipResponse> ToCaller { get; } = [];

    /// <summary>What was sent since the last call, such as "6001:INVITE 5070:180".</summary>
    public string Take()
    {
        var lines = new List<string>();
        foreach ((SipMessage message, SipFlow flow) in Port.Sent)
        {
            if (message is SipRequest request) Requests.Add((request, flow.Remote.Port));
            else if (flow.Remote.Port == Caller) ToCaller.Add((SipResponse)message);
            lines.Add($"{flow.Remote.Port}:{(message is SipRequest asked ? asked.Method.Name : ((SipResponse)message).StatusCode)}");
        }

        Port.Sent.Clear();
        return string.Join(' ', lines);
    }

    public void Pass(long milliseconds, long step = 10)
    {
        for (long left = milliseconds; left > 0; left -= step)
        {
            _clock.Advance(Math.Min(step, left));
            _wheel.Advance();
        }
    }

    /// <summary>A request that goes to hops 6001, 6002 … in order.</summary>
    internal sealed class Forwarded(SipProxy proxy, ServerTransaction received, int hops, TimeSpan roundTrip) : ProxiedRequest(proxy, received)
    {
        private int _tried;

        public List<string> Told { get; } = [];

        public TimeSpan? Longest { get; init; }

        /// <summary>A hop that was lost and is back.</summary>
        public int? Back { get; set; }

        protected override SipTarget? NextHop() =>
            _tried < hops ? To(6001 + _tried++) : Back is { } back ? To(back) : null;

        private SipTarget To(int port) => new(Received.Flow.Transport, new IPEndPoint(IPAddress.Loopback, port));

        protected override TimeSpan LongestSilence => Longest ?? base.LongestSilence;

        protected override TimeSpan RoundTripTo(SipTarget hop) => roundTrip;

        protected override void OnSilence(SipTarget hop, bool isLost, bool wasHeard) => Told.Add($"{(wasHeard ? "lost" : "silent")} {hop.EndPoint.Port}");

        protected override void OnFinished(int status) => Told.Add($"finished {status}");
    }
}
