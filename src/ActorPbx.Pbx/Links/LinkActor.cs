namespace ActorPbx.Pbx.Links;

/// <summary>Ping the node now: it may be well again, or somebody waits for a sign of it. One that is well is spared a second ping in the same moment.</summary>
public sealed record PingNow;

/// <summary>The link to one other node: pings it, backs off while it is silent, and writes what it finds where calls read it.</summary>
/// <remarks>
/// <code>
///              +---------+  1  time for a ping, and nothing was heard of the node meanwhile: send OPTIONS
///       +----->| Resting |     (what was heard is as good as an answer)
///       |      +---------+  2  PingNow: the same at once
///   3,4 |           | 1,2
///       |           v
///       |      +---------+  3  any final response but 403 and 503: good
///       +------| Waiting |  4  none in time, refused, or not to be sent: missed once more, and twice in silence, disconnect; if PingNow came meanwhile, again at once
///              +---------+
/// </code>
/// </remarks>
public sealed class LinkActor : ReceiveActor, IWithTimers
{
    private const long LeastPause = 400;
    private readonly LinkPeer _peer;
    private readonly LinkOptions _options;
    private readonly ILinkPings _pings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _round;
    private long _pingedAt;
    private bool _waiting;
    private bool _wanted;

    /// <summary>The link to this node.</summary>
    public LinkActor(LinkPeer peer, LinkOptions options, ILinkPings pings)
    {
        (_peer, _options, _pings) = (peer, options, pings);
        Receive<PingDue>(_ => OnDue());
        Receive<PingNow>(_ => OnWanted());
        Receive<PingLate>(late => End(late.Round, 0));
        Receive<PingEnded>(ended => End(ended.Round, ended.Status));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _peer.Pinger = Self;
        Ping();
    }

    private void OnDue()
    {
        var sinceHeard = Environment.TickCount64 - _peer.HeardAt;
        if (_peer.HeardAt > 0 && sinceHeard < _options.PingInterval.TotalMilliseconds && _peer.Pulse.Health == LinkHealth.Good)
        {
            Rest();
            return;
        }

        Ping();
    }

    // Each call that waits for a sign asks; one ping serves them all. But one that is under way may have met what is over by now: a cut line, a node that starts.
    private void OnWanted()
    {
        _wanted |= _waiting && _peer.Pulse.Health != LinkHealth.Good;
        if (_peer.Pulse.Health != LinkHealth.Good || Environment.TickCount64 - _pingedAt >= LeastPause)
        {
            Ping();
        }
    }

    private void Ping()
    {
        if (_waiting)
        {
            return;
        }

        (_waiting, _wanted) = (true, false);
        _round++;
        _pingedAt = Environment.TickCount64;
        Timers.StartSingleTimer("late", new PingLate(_round), _peer.Pulse.Patience(_options, _peer.RoundTrip));
        _pings.Send(_peer, _round, Self);
    }

    private void End(long round, int status)
    {
        if (!_waiting || round != _round)
        {
            return;
        }

        _waiting = false;
        Timers.Cancel("late");
        var before = _peer.Pulse;
        // 403: the peer does not take us for a member (yet); 503: it has no room.
        _peer.Pulse = status is 0 or 403 or 503 ? before.Missed() : before.Answered();
        if (_peer.Pulse.Health == LinkHealth.Good)
        {
            _peer.Prove(_pingedAt);
            if (before.Health == LinkHealth.Good)
            {
                _peer.Took(TimeSpan.FromMilliseconds(Environment.TickCount64 - _pingedAt));
            }
        }

        // A miss may be but a connection that is being set up, or a packet that is sent again: what else is on its way would be lost with the connection.
        if (status == 0 && _peer.Pulse.Health == LinkHealth.Down && _peer.HeardAt < _pingedAt)
        {
            _pings.Disconnect(_peer);
        }

        if (_peer.Pulse.Health != before.Health)
        {
            _log.Info("Link to {0}: {1} ({2})", _peer.Host, _peer.Pulse.Health, status == 0 ? "no answer" : $"answer {status}");
        }

        if (_wanted && _peer.Pulse.Health != LinkHealth.Good)
        {
            Ping();
        }
        else
        {
            Rest();
        }
    }

    private void Rest() => Timers.StartSingleTimer("due", PingDue.Instance, _peer.Pulse.Pause(_options, Random.Shared.NextDouble()));

    private sealed record PingDue
    {
        public static readonly PingDue Instance = new();
    }

    private sealed record PingLate(long Round);
}
