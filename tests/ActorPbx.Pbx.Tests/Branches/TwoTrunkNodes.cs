using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>Two T-MSS, whose links the test breaks, and which it answers for.</summary>
internal sealed class TwoTrunkNodes : ILinkOutlet
{
    private readonly ImmutableArray<LinkHop> _hops = [Hop("t1"), Hop("t2")];
    private readonly BlockingCollection<Sending> _sent = [];

    public ConcurrentQueue<LinkHop> Silent { get; } = [];

    public ConcurrentQueue<LinkHop> Tried { get; } = [];

    public BlockingCollection<(LinkHop Hop, SipRequest Ack)> Acks { get; } = [];

    public volatile string Broken = "";

    /// <summary>The node that answers pings again.</summary>
    public volatile string Back = "";

    public string GroupRoute => "<sip:tmss.demo.invalid;lr>";

    public Sending Next()
    {
        _sent.TryTake(out var sending, TimeSpan.FromSeconds(30)).ShouldBeTrue("nothing was sent over the link");
        return sending!;
    }

    public Sending? TryNext(TimeSpan time) => _sent.TryTake(out var sending, time) ? sending : null;

    public bool SendsWithin(TimeSpan time) => _sent.TryTake(out _, time);

    public ImmutableArray<LinkHop> TrunkNodes(string call) => _hops;

    public ImmutableArray<LinkHop> NodesOf(BranchName branch, string call) => [];

    public LinkHop? NextHop(SipUri nextHop, string call, LinkHop? instead = null) => instead == _hops[0] ? _hops[1] : _hops[0];

    public ClientTransaction Send(SipRequest request, LinkHop hop, IClientTransactionUser user)
    {
        var sent = new SentRequest(request, hop.Target, user);
        _sent.Add(new Sending(hop, sent));
        return sent;
    }

    public void SendAck(SipRequest ack, LinkHop hop) => Acks.Add((hop, ack));

    public Arrival ArrivalOf(LinkHop hop, long sentAt) =>
        hop.Node.Value == Broken ? Arrival.Doubtful : hop.Node.Value == Back ? Arrival.Proven : Arrival.Unknown;

    public bool IsNoneLeft { get; set; }

    public bool IsGone(LinkHop hop) => hop.Node.Value == Broken || (IsNoneLeft && Broken.Length > 0);

    public TimeSpan RoundTrip { get; set; }

    public TimeSpan RoundTripOf(LinkHop hop) => RoundTrip;

    public void Try(LinkHop hop) => Tried.Enqueue(hop);

    public void ReportSilence(LinkHop hop) => Silent.Enqueue(hop);

    public string LocalAddressTowards(LinkHop hop) => "127.0.0.1";

    public string ContactOf(string tag) => $"sip:{tag}@shanghai-1.shanghai.demo.invalid";

    private static LinkHop Hop(string node) => new(new(node), BranchName.Headquarters, new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5060)));
}

/// <summary>What was sent over a link.</summary>
internal sealed record Sending(LinkHop Hop, SentRequest Sent);
