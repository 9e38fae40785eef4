using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>All that a call does in SIP: its legs, and the requests that pass between them. It decides nothing.</summary>
internal sealed class CallLegs(NewCall setup, CallServices services, CallMedia media, IActorRef call)
{
    private readonly CallerLeg _caller = new(setup.Invite, setup.Port, services, call);
    private readonly List<DeviceLegSip> _devices = [];
    private readonly Dictionary<ExchangeId, PassingRequest> _passing = [];
    private readonly bool _callerSameWay = LegRoute.NeedsSameWay(setup.Invite.Request, setup.Invite.Flow);

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

    public bool Invite(LegId leg, Binding device, SipTarget target, CallParties parties) =>
        SipUri.TryParse(device.Contact, out var contact)
        && Device(leg).Invite(target, contact, _caller.Invite, parties, setup.Caller.DisplayName, request =>
            media.Transfer(_caller.Invite, request, RelaySide.Caller, services.Outlet.SentByTowards(target), reset: false));

    public void Ring(LegId from, ResponseCode code, SipResponse source) =>
        _caller.Ring(from, code, response => media.Transfer(source, response, RelaySide.Called, _caller.Flow.SentBy, reset: false));

    public void Answer(LegId from, SipResponse source) =>
        _caller.Answer(from, response => media.Transfer(source, response, RelaySide.Called, _caller.Flow.SentBy, reset: true));

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
        var device = leg.IsCaller ? null : Device(leg);
        var dialog = device is null ? _caller.Dialog : device.Dialog;
        var bye = device is null ? _caller.NewRequest(default, SipMethod.Bye) : device.NewRequest(SipMethod.Bye);
        if (bye is null || dialog is null)
        {
            return;
        }

        bye.Headers.Add(HeaderName.Reason, PassedHeaders.Reason(cause));
        services.Outlet.Send(bye, TargetOf(leg, dialog), IgnoredReplies.Instance);
    }

    /// <summary>A request in one of the dialogs; false when it was answered here because it does not fit the dialog.</summary>
    public bool Accept(RequestCame came)
    {
        var request = came.Transaction.Request;
        var verdict = came.Port.Leg.IsCaller ? _caller.Accept(came.LocalTag, request) : Device(came.Port.Leg).Accept(request);
        if (verdict != DialogVerdict.Ok)
        {
            // RFC 3261 §12.2.2: a CSeq below the last is answered 500.
            came.Transaction.Respond(SipResponse.For(request, verdict == DialogVerdict.OutOfOrder ? 500 : 481));
            return false;
        }

        _passing[came.Port.Exchange] = new PassingRequest(came.Transaction, came.Port.Leg);
        return true;
    }

    public void Forward(ExchangeId id, LegId to, LegId peer, string method)
    {
        var passing = _passing[id];
        var sipMethod = passing.Request.Method;
        passing.To = to;
        var dialog = to.IsCaller ? _caller.Dialog : Device(to).Dialog;
        var request = to.IsCaller ? _caller.NewRequest(peer, sipMethod) : Device(to).NewRequest(sipMethod);
        if (request is null)
        {
            Reply(id, ResponseCode.NoSuchDialog);
            return;
        }

        var target = dialog is null ? SipTarget.For(_caller.Flow) : TargetOf(to, dialog);
        Carry(passing.Request, request, to, target, method is "INVITE" or "UPDATE");
        passing.Passed = services.Outlet.Send(request, target, new LegPort(call, setup.Id, to, id));
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
            response.Headers.Add(HeaderName.Contact, passing.From.IsCaller
                ? SipContact.Header(_caller.Flow.SentBy, _caller.Flow.Transport)
                : SipContact.Header(SentByTowards(passing.From), Device(passing.From).Target!.Transport));
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

        var dialog = passing.To.IsCaller ? _caller.Dialog : Device(passing.To).Dialog;
        if (dialog is not null)
        {
            var ack = dialog.CreateAck(passed.Request.CSeq.Number);
            if (passing.Ack is { } askers)
            {
                media.Transfer(askers, ack, SideOf(passing.From), SentByTowards(passing.To), reset: true);
            }

            passed.Acknowledge(ack, TargetOf(passing.To, dialog));
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

    private void Carry(SipRequest from, SipRequest to, LegId toLeg, SipTarget target, bool refreshes)
    {
        if (refreshes)
        {
            to.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        }

        to.Headers.Set(HeaderName.MaxForwards, ((from.MaxForwards ?? 70) - 1).ToString(CultureInfo.InvariantCulture));
        PassedHeaders.CopyRequestHeaders(from, to);
        media.Transfer(from, to, toLeg.IsCaller ? RelaySide.Called : RelaySide.Caller, services.Outlet.SentByTowards(target), reset: false);
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

    private SipTarget TargetOf(LegId leg, DialogState dialog) => leg.IsCaller
        ? LegRoute.Towards(dialog.NextHop, SipTarget.For(_caller.Flow), _callerSameWay)
        : LegRoute.Towards(dialog.NextHop, Device(leg).Target!, Device(leg).Target!.PreferredFlow is not null);

    private string SentByTowards(LegId leg) => leg.IsCaller ? _caller.Flow.SentBy : services.Outlet.SentByTowards(Device(leg).Target!);

    private static RelaySide SideOf(LegId leg) => leg.IsCaller ? RelaySide.Caller : RelaySide.Called;
}
