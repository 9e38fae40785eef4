using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>All that a call does in SIP: its legs, and the requests that pass between them. It decides nothing.</summary>
internal sealed class CallLegs(NewCall setup, CallServices services, CallMedia media, LegWays ways, IActorRef call)
{
    private readonly CallerLeg _caller = new(setup.Invite, setup.Port, ways.ToCaller(), services, call);
    private readonly List<DeviceLegSip> _devices = [];
    private readonly Dictionary<ExchangeId, PassingRequest> _passing = [];
    private readonly Dictionary<LegId, PassingRequest> _latest = [];

    public CallerLeg Caller => _caller;

    public DeviceLegSip Device(LegId leg) => _devices[leg.Value - 1];

    /// <summary>A leg for each device, before any is invited.</summary>
    public void AddDevices(int count)
    {
        while (_devices.Count < count)
        {
            _devices.Add(new DeviceLegSip(new LegPort(call, setup.Id, new LegId(_devices.Count + 1), default), services, call));
        }
    }

    /// <summary>Asks for media ports towards the caller and the first that is called; false when the caller's offer cannot be read.</summary>
    public bool OpenRelay(LegTarget first)
    {
        var callerSide = LocalAddress.Of(setup.Invite.Flow);
        var calledSide = first is LegTarget.Link link ? services.Routing.Branch!.Links.LocalAddressTowards(link.Nodes[0])
            : TargetOf(first) is { } target ? CallMedia.HostOf(services.Outlet.SentByTowards(target))
            : callerSide;
        return media.Open(_caller.Invite, callerSide, calledSide);
    }

    /// <summary>Where the INVITE for a target goes, as far as no name must be looked up; a node of the cluster has several addresses.</summary>
    public static SipTarget? TargetOf(LegTarget target) => target switch
    {
        LegTarget.Phone phone => DeviceRoute.Of(phone.Device),
        LegTarget.Trunk trunk => trunk.Peer,
        _ => null,
    };

    /// <summary>Sends the INVITE of a leg; false when it cannot be sent, or the call gave it up.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="target">What it is to reach.</param>
    /// <param name="address">Where that is; null for a node of the cluster, or when it was not found.</param>
    /// <param name="parties">Who calls whom.</param>
    public bool Invite(LegId leg, LegTarget target, SipTarget? address, CallParties parties)
    {
        switch (target)
        {
            case LegTarget.Phone phone when address is not null && SipUri.TryParse(phone.Binding.Contact, out var contact):
                var direct = ways.To(address);
                return Device(leg).Invite(direct, OutgoingInvite.ToDevice(contact, setup.Caller, parties, _caller.Invite, request => Offer(request, direct)));
            case LegTarget.Trunk trunk:
                var outside = ways.To(trunk.Peer);
                return Device(leg).Invite(outside, OutgoingInvite.ToTrunk(trunk, setup, outside.SentBy, request => Offer(request, outside)));
            case LegTarget.Link link:
                var way = ways.To(link.Nodes);
                return Device(leg).Invite(way, OutgoingInvite.ToNodes(link, setup, services.Routing.Branch!, request => Offer(request, way)));
            default:
                return false;
        }
    }

    public void Ring(LegId from, ResponseCode code, SipResponse source) =>
        _caller.Ring(from, code, response => media.Transfer(source, response, RelaySide.Called, _caller.Way.SentBy, reset: false));

    public void Answer(LegId from, SipResponse source) =>
        _caller.Answer(from, response => media.Transfer(source, response, RelaySide.Called, _caller.Way.SentBy, reset: true));

    public void Acknowledge(LegId leg, SipRequest? callersAck) =>
        Device(leg).Acknowledge(ack =>
        {
            if (callersAck is not null)
            {
                media.Transfer(callersAck, ack, RelaySide.Caller, SentByTowards(leg), reset: true);
            }
        });

    public void HangUp(LegId leg, Cause cause)
    {
        if ((leg.IsCaller ? _caller.NewRequest(default, SipMethod.Bye) : Device(leg).NewRequest(SipMethod.Bye)) is { } bye)
        {
            bye.Request.Headers.Add(HeaderName.Reason, PassedHeaders.Reason(cause));
            WayOf(leg).Send(bye, IgnoredReplies.Instance);
        }
    }

    /// <summary>A request in one of the dialogs; false when it was answered here because it does not fit the dialog.</summary>
    public bool Accept(RequestCame came)
    {
        var request = came.Transaction.Request;
        if (_latest.TryGetValue(came.Port.Leg, out var latest) && latest.IsSameAs(request))
        {
            latest.Join(came.Transaction);
            return false;
        }

        var verdict = came.Port.Leg.IsCaller ? _caller.Accept(came.LocalTag, request) : Device(came.Port.Leg).Accept(request);
        if (verdict != DialogVerdict.Ok)
        {
            // RFC 3261 §12.2.2: a CSeq below the last is answered 500.
            came.Transaction.Respond(SipResponse.For(request, verdict == DialogVerdict.OutOfOrder ? 500 : 481));
            return false;
        }

        var passing = new PassingRequest(came.Transaction, came.Port.Leg);
        _passing[came.Port.Exchange] = passing;
        if (WayOf(came.Port.Leg).HasSeveralPaths)
        {
            _latest[came.Port.Leg] = passing;
        }

        return true;
    }

    public void Forward(ExchangeId id, LegId to, LegId peer, string method)
    {
        var passing = _passing[id];
        var sipMethod = passing.Request.Method;
        passing.To = to;
        if ((to.IsCaller ? _caller.NewRequest(peer, sipMethod) : Device(to).NewRequest(sipMethod)) is not { } request)
        {
            Reply(id, ResponseCode.NoSuchDialog);
            return;
        }

        Carry(passing.Request, request.Request, to, method is "INVITE" or "UPDATE");
        passing.Passed = WayOf(to).Send(request, new LegPort(call, setup.Id, to, id));
    }

    public void ForwardAnswer(ExchangeId id, ResponseCode code, SipResponse? source)
    {
        if (!_passing.TryGetValue(id, out var passing))
        {
            return;
        }

        var response = SipResponse.For(passing.Request, code.Value);
        var refreshes = passing.Request.Method == SipMethod.Invite || passing.Request.Method == SipMethod.Update;
        if (refreshes && code.IsSuccess)
        {
            response.Headers.Add(HeaderName.Contact, $"<{(passing.From.IsCaller ? _caller.Contact : Device(passing.From).Contact)}>");
            response.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
            Retarget(passing.From, passing.Request);
        }

        if (source is not null)
        {
            PassedHeaders.CopyResponseHeaders(source, response);
            media.Transfer(source, response, SideOf(passing.To), SentByTowards(passing.From), reset: code.IsSuccess && refreshes);
            if (refreshes && code.IsSuccess)
            {
                Retarget(passing.To, source);
            }
        }

        passing.Respond(response);
        if (passing.Request.Method != SipMethod.Invite || !code.IsSuccess)
        {
            _passing.Remove(id);
        }
    }

    /// <summary>Answers a leg's request ourselves.</summary>
    public void Reply(ExchangeId id, ResponseCode code)
    {
        if (_passing.Remove(id, out var passing))
        {
            var response = SipResponse.For(passing.Request, code.Value);
            if (code == ResponseCode.ServerError)
            {
                // RFC 3261 §14.2: a second INVITE while the first is open gets 500 with Retry-After of 0 to 10 seconds.
                response.Headers.Add(HeaderName.RetryAfter, Random.Shared.Next(11).ToString(CultureInfo.InvariantCulture));
            }

            passing.Respond(response);
        }
    }

    public void RememberAck(ExchangeId id, SipRequest ack)
    {
        if (_passing.TryGetValue(id, out var passing))
        {
            passing.Ack = ack;
            if (passing.Acknowledged)
            {
                _passing.Remove(id);
            }
        }
    }

    public void ForwardAck(ExchangeId id)
    {
        if (!_passing.TryGetValue(id, out var passing) || passing.Passed is not { } passed)
        {
            return;
        }

        var sequence = passed.Request.CSeq.Number;
        if ((passing.To.IsCaller ? _caller.NewAck(sequence) : Device(passing.To).NewAck(sequence)) is { } ack)
        {
            if (passing.Ack is { } askers)
            {
                media.Transfer(askers, ack.Request, SideOf(passing.From), SentByTowards(passing.To), reset: true);
            }

            WayOf(passing.To).Acknowledge(passed, ack);
        }

        passing.Acknowledged = true;
        if (passing.Ack is not null)
        {
            _passing.Remove(id);
        }
    }

    public void CancelPassed(ExchangeId id)
    {
        if (_passing.TryGetValue(id, out var passing))
        {
            passing.Passed?.Cancel();
        }
    }

    /// <summary>The dialogs are forgotten: from now on their requests get 481.</summary>
    public void Close()
    {
        _caller.Close();
        foreach (var device in _devices)
        {
            device.Close();
        }
    }

    private void Carry(SipRequest from, SipRequest to, LegId toLeg, bool refreshes)
    {
        if (refreshes)
        {
            to.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        }

        to.Headers.Set(HeaderName.MaxForwards, ((from.MaxForwards ?? 70) - 1).ToString(CultureInfo.InvariantCulture));
        PassedHeaders.CopyRequestHeaders(from, to);
        media.Transfer(from, to, toLeg.IsCaller ? RelaySide.Called : RelaySide.Caller, SentByTowards(toLeg), reset: false);
    }

    private void Retarget(LegId leg, SipMessage message)
    {
        if (leg.IsCaller)
        {
            _caller.Retarget(message);
        }
        else
        {
            Device(leg).Retarget(message);
        }
    }

    private void Offer(SipRequest invite, ILegWay way) => media.Transfer(_caller.Invite, invite, RelaySide.Caller, way.SentBy, reset: false);

    /// <summary>True for a leg to another node of the cluster, whose words about the call are its own.</summary>
    public bool IsLink(LegId leg) => WayOf(leg) is LinkWay;

    private ILegWay WayOf(LegId leg) => leg.IsCaller ? _caller.Way : Device(leg).Way!;

    private string SentByTowards(LegId leg) => WayOf(leg).SentBy;

    private static RelaySide SideOf(LegId leg) => leg.IsCaller ? RelaySide.Caller : RelaySide.Called;
}
