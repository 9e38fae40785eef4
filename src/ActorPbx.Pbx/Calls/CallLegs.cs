using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>All that a call does in SIP: its legs, and what is sent on them. It decides nothing.</summary>
internal sealed class CallLegs(NewCall setup, CallServices services, CallMedia media, LegWays ways, Func<CallState> state, IActorRef call)
{
    private readonly CallerLeg _caller = new(setup.Invite, setup.Reliable, setup.Port, ways.ToCaller(), services, call);
    private readonly List<DeviceLegSip> _devices = [];
    private Dictionary<LegId, RungPhone>? _rung;
    private LegSessions? _sessions;
    private LegExchanges? _exchanges;

    /// <summary>The session timers of the legs.</summary>
    public LegSessions Sessions => _sessions ??= new LegSessions(setup.Domain.SessionTimers, this, media);

    /// <summary>The requests that pass between the legs.</summary>
    public LegExchanges Exchanges => _exchanges ??= new LegExchanges(this, media);

    public CallerLeg Caller => _caller;

    public DeviceLegSip Device(LegId leg) => _devices[leg.Value - 1];

    /// <summary>A leg for each device, before any is invited.</summary>
    public void AddDevices(int count)
    {
        _devices.EnsureCapacity(count);
        while (_devices.Count < count)
        {
            _devices.Add(new DeviceLegSip(new LegPort(call, setup.Id, new LegId(_devices.Count + 1), default), services, call));
        }
    }

    /// <summary>Asks for media ports towards the caller and the first that is called; false when the caller's offer cannot be read.</summary>
    public bool OpenRelay(LegTarget first)
    {
        var flow = setup.Invite.Flow;
        var callerSide = setup.Caller is CallOrigin.Link ? LocalAddress.Of(flow.Local.Address.ToString(), flow.Remote.Address, services.Networks) : LocalAddress.Of(flow);
        var calledSide = first is LegTarget.Link { Nodes: [var node, ..] }
            ? LocalAddress.Of(services.Routing.Branch!.Links.LocalAddressTowards(node), node.Target.EndPoint.Address, services.Networks)
            : TargetOf(first) is { } target ? LocalAddress.Of(services.Outlet.LocalAddressTowards(target), services.Outlet.SentByTowards(target))
            : callerSide;
        return media.Open(_caller.Invite, callerSide, calledSide);
    }

    /// <summary>Where the INVITE for a target goes, as far as no name must be looked up; a node of the cluster has several addresses.</summary>
    public static SipTarget? TargetOf(LegTarget target) => target switch
    {
        LegTarget.Phone phone => DeviceRoute.Of(phone.Device),
        LegTarget.Trunk trunk => trunk.Peer,
        LegTarget.Met met => met.Address,
        _ => null,
    };

    /// <summary>Sends the INVITE of a leg; false when it cannot be sent, or the call gave it up.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="target">What it is to reach.</param>
    /// <param name="address">Where that is; null for a node of the cluster, or when it was not found.</param>
    /// <param name="shown">What it is told of the call.</param>
    public bool Invite(LegId leg, LegTarget target, SipTarget? address, CallShown shown)
    {
        switch (target)
        {
            case LegTarget.Phone phone when address is not null && SipUri.TryParse(phone.Binding.Contact, out var contact):
                var direct = ways.To(address, contact);
                Remember(leg, phone.Device, shown);
                Device(leg).Number = phone.Device.Number;
                return Device(leg).Invite(direct, OutgoingInvite.ToDevice(contact, shown, _caller.Invite, request => Offer(leg, request, direct, target.Reliable, shown.Offers, phone.Binding.Path)));
            case LegTarget.Trunk trunk:
                var outside = ways.To(trunk.Peer, trunk.RequestUri);
                return Device(leg).Invite(outside, OutgoingInvite.ToTrunk(trunk, shown, _caller.Invite, outside.SentBy, request => Offer(leg, request, outside, target.Reliable, shown.Offers)));
            case LegTarget.Link link:
                var way = ways.To(link.Nodes);
                return Device(leg).Invite(way, OutgoingInvite.ToNodes(link, shown, setup, services.Routing.Branch!, request => Offer(leg, request, way, target.Reliable, shown.Offers)));
            default:
                return false;
        }
    }

    public void Ring(LegId from, ResponseCode code, bool session, SipResponse source) =>
        _caller.Ring(from, code, response =>
        {
            if (session || !CallMedia.IsSession(source))
            {
                media.Transfer(source, response, RelaySide.Called, _caller.Way.SentBy);
                media.Aim(source, RelaySide.Called, reset: false);
            }

            if (setup.Reliable)
            {
                Sessions.Told(LegId.Caller, response);
            }
        });

    public void Answer(LegId from, bool session)
    {
        var source = Device(from).Session!;
        _caller.Answer(from, response =>
        {
            if (session)
            {
                media.Transfer(source, response, RelaySide.Called, _caller.Way.SentBy);
                media.Aim(source, RelaySide.Called, reset: true);
            }

            Sessions.Answer(LegId.Caller, _caller.Invite, response);
        });
        if (!session && source is not SipResponse { IsProvisional: true })
        {
            Sessions.Compare(from, source);
        }

        Device(from).Forget();
    }

    /// <summary>Answers the caller with nothing to hear, for a party whose own offer follows.</summary>
    public void AnswerAhead(LegId leg) => _caller.Answer(leg, response =>
    {
        response.Headers.Add(HeaderName.ContentType, "application/sdp");
        response.Body = CallMedia.Silent(_caller.Invite, _caller.Way.SentBy);
        Sessions.Answer(LegId.Caller, _caller.Invite, response);
    });

    /// <summary>The caller's answer goes to the device whose offer came before its 200.</summary>
    public void Confirm(LegId leg, SipRequest callersPrack) =>
        Device(leg).ConfirmOffer(prack =>
        {
            media.Transfer(callersPrack, prack, RelaySide.Caller, SentByTowards(leg));
            media.Aim(callersPrack, RelaySide.Caller, reset: true);
            Sessions.Told(leg, prack);
        });

    public void Acknowledge(LegId leg, SipRequest? callersAck) =>
        Device(leg).Acknowledge(ack =>
        {
            if (callersAck is not null && callersAck.Method == SipMethod.Ack)
            {
                media.Transfer(callersAck, ack, RelaySide.Caller, SentByTowards(leg));
                media.Aim(callersAck, RelaySide.Caller, reset: true);
                Sessions.Told(leg, ack);
            }
        });

    /// <summary>The leg that talks with this one.</summary>
    public LegId PeerOf(LegId leg) => state().PartnerOf(leg);

    /// <summary>The side of the relay that a leg is on.</summary>
    public RelaySide SideOf(LegId leg) => state().SideOf(leg);

    public void HangUp(LegId leg, Cause cause)
    {
        if (NewRequest(leg, default, SipMethod.Bye) is { } bye)
        {
            bye.Request.Headers.Add(HeaderName.Reason, PassedHeaders.Reason(cause));
            var way = WayOf(leg);
            way.Send(bye, NumberOf(leg) is { } number && way.Flow is { } flow ? new LateGoodbye(services, number, flow) : IgnoredReplies.Instance);
        }
    }

    private ExtensionNumber? NumberOf(LegId leg) => leg.IsCaller ? (setup.Caller as CallOrigin.Extension)?.Profile.Number : Device(leg).Number;

    /// <summary>A request of ours to a leg; null when it has no dialog.</summary>
    public DialogRequest? NewRequest(LegId leg, LegId peer, SipMethod method) => leg.IsCaller ? _caller.NewRequest(peer, method) : Device(leg).NewRequest(method);

    /// <summary>Sends it; the answer comes under this name.</summary>
    public ClientTransaction Send(LegId leg, DialogRequest request, ExchangeId id) => WayOf(leg).Send(request, new LegPort(call, setup.Id, leg, id));

    /// <summary>Acknowledges a leg's 2xx to an INVITE of ours, with nothing to say.</summary>
    public void Acknowledge(LegId leg, ClientTransaction invite)
    {
        if (NewAck(leg, invite) is { } ack)
        {
            WayOf(leg).Acknowledge(invite, ack);
        }
    }

    /// <summary>Invites a leg once more after a 422 that asks for a longer session; false when it is to stand.</summary>
    public bool InviteAgain(LegId leg, SipResponse refusal) => refusal.StatusCode == 422 && Sessions.Of(leg).Raise(refusal) && Device(leg).InviteAgain();

    /// <summary>Invites a device over another of its flows, for one is broken (RFC 5626 §5.3); false when it has none, or was cancelled.</summary>
    public bool InviteOverOtherFlow(LegId leg)
    {
        return RungBy(leg)?.Device.Others is [var next, .. var rest] && InviteOver(leg, next with { Others = rest });
    }

    /// <summary>Invites a device over this flow of it; false when that leads nowhere, or the leg was cancelled.</summary>
    public bool InviteOver(LegId leg, PagedDevice flow)
    {
        var target = new LegTarget.Phone(flow);
        return RungBy(leg) is { } rung && TargetOf(target) is { } address && Invite(leg, target, address, rung.Shown);
    }

    /// <summary>The phone that a leg rings, if it may be rung over another flow: it has some, came over a connection, or by a proxy that keeps flows.</summary>
    public RungPhone? RungBy(LegId leg) => _rung?.GetValueOrDefault(leg);

    private void Remember(LegId leg, PagedDevice device, CallShown shown)
    {
        var before = RungBy(leg);
        if (before is null && device is { Number: null } or { Others.IsEmpty: true, Binding: { Transport: "udp", RegId: 0 } })
        {
            return;
        }

        var rung = new RungPhone(device, shown);
        rung.Tried.AddRange(before?.Tried ?? []);
        rung.Tried.Add(device);
        (_rung ??= [])[leg] = rung;
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

    /// <summary>A leg's target may have changed (RFC 3261 §12.2).</summary>
    public void Retarget(LegId leg, SipMessage message)
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

    /// <summary>The ACK of a 2xx to an INVITE inside a leg's dialog; null when it has none.</summary>
    public DialogRequest? NewAck(LegId leg, ClientTransaction invite) =>
        leg.IsCaller ? _caller.NewAck(invite.Request.CSeq.Number) : Device(leg).NewAck(invite.Request.CSeq.Number);

    private void Offer(LegId leg, SipRequest invite, ILegWay way, ReliableProvisional mode, bool offers, string path = "")
    {
        if (path.Length > 0)
        {
            invite.Headers.Add(HeaderName.Route, path);
        }

        if (offers)
        {
            media.Transfer(_caller.Invite, invite, RelaySide.Caller, way.SentBy);
            media.Aim(_caller.Invite, RelaySide.Caller, reset: false);
        }

        Sessions.Of(leg).Offer(invite);
        // RFC 3262 §5: a device that is offered nothing would offer in its first reliable response, and only a caller that is reliable can answer so early.
        ReliableRules.Write(invite, CallMedia.IsSession(invite) || (setup.Reliable && offers) ? mode : ReliableProvisional.Off);
    }

    /// <summary>The dialog of a leg; null when it has none.</summary>
    public DialogState? DialogOf(LegId leg) => leg.IsCaller ? _caller.Dialog : Device(leg).Dialog;

    /// <summary>The leg that a party means by this name of its dialog; null for none.</summary>
    public LegId? LegOf(DialogName name) => _caller.Has(name) ? LegId.Caller : _devices.Find(device => device.Has(name))?.Id;

    /// <summary>A leg's dialog is another call's from now on.</summary>
    public void GiveAway(LegId leg)
    {
        if (leg.IsCaller)
        {
            _caller.GiveAway();
        }
        else
        {
            Device(leg).GiveAway();
        }
    }

    /// <summary>True for a leg to another node of the cluster, whose words about the call are its own.</summary>
    public bool IsLink(LegId leg) => WayOf(leg) is LinkWay;

    /// <summary>How a leg's peer is reached.</summary>
    public ILegWay WayOf(LegId leg) => leg.IsCaller ? _caller.Way : Device(leg).Way!;

    public string SentByTowards(LegId leg) => WayOf(leg).SentBy;
}
