using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>Another node as SIP sees it: who it is, where it is reached and how it stands. One object as long as it is a member; read on any thread.</summary>
public sealed class LinkPeer
{
    private static readonly TimeSpan s_longestRoundTrip = TimeSpan.FromSeconds(1);
    private volatile Member _member;
    private volatile SipTarget? _announced;
    private volatile SipTarget? _target;
    private volatile LinkPulse _pulse = LinkPulse.Unknown;
    private volatile bool _isReachable = true;
    private volatile IActorRef _pinger = ActorRefs.Nobody;
    private long _heardAt;
    private long _provenAt = long.MinValue;
    private long _roundTrip;

    internal LinkPeer(Member member, LinkOptions options)
    {
        Host = options.Names.HostOf(member.Branch, member.Name);
        _member = member;
        Update(member, options);
    }

    /// <summary>Its host name.</summary>
    public string Host { get; }

    /// <summary>The member, with its load as last heard.</summary>
    public Member Member => _member;

    /// <summary>Its name.</summary>
    public NodeName Node => _member.Name;

    /// <summary>Its branch.</summary>
    public BranchName Branch => _member.Branch;

    /// <summary>Whether it is a T-MSS.</summary>
    public bool IsTrunkNode => _member.Roles.HasFlag(NodeRoles.Trunk);

    /// <summary>Whether it serves a branch.</summary>
    public bool IsLocalNode => _member.Roles.HasFlag(NodeRoles.Local);

    /// <summary>Figures.</summary>
    public LinkGauge Gauge { get; } = new();

    /// <summary>What pings say.</summary>
    public LinkPulse Pulse
    {
        get => _pulse;
        internal set => _pulse = value;
    }

    /// <summary>Whether the cluster hears of it.</summary>
    public bool IsReachable
    {
        get => _isReachable;
        internal set => _isReachable = value;
    }

    /// <summary>Where to send; null when it announced no address that this node may use. A connection that it made itself is used as long as it lives.</summary>
    public SipTarget? Target => _target;

    /// <summary>Whether new calls may go there: it neither leaves nor drains.</summary>
    public bool TakesCalls => _member.Status is MemberStatus.Up or MemberStatus.Joining && !_member.Load.Draining;

    /// <summary>Milliseconds of the system's clock when a request of it last came; 0 before.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>How long an answer to a ping takes, on the average of the last few; zero until it is known.</summary>
    public TimeSpan RoundTrip => TimeSpan.FromTicks(Volatile.Read(ref _roundTrip));

    /// <summary>The link's actor.</summary>
    public IActorRef Pinger
    {
        get => _pinger;
        internal set => _pinger = value;
    }

    /// <summary>A ping over a connection that was there was answered in so long.</summary>
    public void Took(TimeSpan time)
    {
        // Each ping waits for the last round trip and a bit; without a bound a line that gets slower and slower would lengthen that wait with every answer.
        var taken = Math.Min(time.Ticks, s_longestRoundTrip.Ticks);
        var known = _roundTrip;
        Volatile.Write(ref _roundTrip, known == 0 ? taken : ((3 * known) + taken) / 4);
    }

    /// <summary>A ping of this time was answered: what was sent before it arrived, too.</summary>
    internal void Prove(long pingedAt) => Volatile.Write(ref _provenAt, pingedAt);

    /// <summary>What is known of a message that was sent to it at this time.</summary>
    public Arrival ArrivalOf(long sentAt) =>
        Volatile.Read(ref _provenAt) > sentAt ? Arrival.Proven
        : _pulse.Health is LinkHealth.Good or LinkHealth.Unknown ? Arrival.Unknown
        : Arrival.Doubtful;

    /// <summary>For the choice among links.</summary>
    public LinkStanding Standing => new(Host, _pulse.Health, _isReachable, TakesCalls, _member.Load.Cpu);

    /// <summary>A request that was sent to it is left without answer: until a ping says otherwise, others are better.</summary>
    public void SuspectSilence()
    {
        var pulse = _pulse;
        if (pulse.Health is LinkHealth.Good or LinkHealth.Unknown)
        {
            _pulse = pulse with { Health = LinkHealth.Suspect };
        }
    }

    /// <summary>Whether it announced this address. Over UDP nodes send from where they listen; over TCP the port is any.</summary>
    internal bool Announces(SipTransport transport, IPEndPoint source)
    {
        foreach (var link in _member.Links)
        {
            if (TransportOf(link) == transport && IPAddress.TryParse(link.Address, out var address) && address.Equals(source.Address)
                && (transport != SipTransport.Udp || link.Port == source.Port))
            {
                return true;
            }
        }

        return false;
    }

    internal void Update(Member member, LinkOptions options)
    {
        if (!ReferenceEquals(member.Load, _member.Load))
        {
            Gauge.Heard();
        }

        _member = member;
        var announced = TargetOf(member.Links, options.Transports);
        if (announced is null || _announced != announced)
        {
            _announced = announced;
            _target = announced;
        }
    }

    /// <summary>A request came from it by this flow.</summary>
    internal void Hear(SipFlow flow, long now)
    {
        Volatile.Write(ref _heardAt, now);
        var announced = _announced;
        if (flow.Transport != SipTransport.Udp && announced?.Transport == flow.Transport && _target?.PreferredFlow != flow)
        {
            _target = announced with { PreferredFlow = flow };
        }
    }

    /// <summary>The connection that it made does not answer any longer.</summary>
    internal void ForgetFlow() => _target = _announced;

    private SipTarget? TargetOf(ImmutableArray<LinkAddress> links, ImmutableArray<SipTransport> allowed)
    {
        foreach (var link in links)
        {
            if (TransportOf(link) is { } transport && allowed.Contains(transport) && IPAddress.TryParse(link.Address, out var address))
            {
                return new SipTarget(transport, new IPEndPoint(address, link.Port), transport == SipTransport.Tls ? Host : null) { Listener = LinkNames.Listener };
            }
        }

        return null;
    }

    private static SipTransport? TransportOf(LinkAddress link) => link.Transport switch
    {
        "tls" => SipTransport.Tls,
        "tcp" => SipTransport.Tcp,
        "udp" => SipTransport.Udp,
        _ => null,
    };
}
