using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The caller's leg as SIP: our side is the UAS of its INVITE. Each device that rings shows as an early dialog of its own (another To tag),
/// as it would behind a forking proxy, so that early media of several devices do not break offer/answer; the answer settles on one.
/// </summary>
internal sealed class CallerLeg(ServerTransaction invite, bool isReliable, LegPort port, ILegWay way, CallServices services, IActorRef call)
{
    private readonly string _tag = SipIds.New();
    private readonly List<EarlyDialog> _early = new(1);
    private DialogState? _dialog;
    private SipResponse? _said;

    /// <summary>The INVITE of the caller.</summary>
    public SipRequest Invite => invite.Request;

    /// <summary>How the caller is reached.</summary>
    public ILegWay Way => way;

    /// <summary>The dialog that was answered; null before.</summary>
    public DialogState? Dialog => _dialog;

    /// <summary>Sends a provisional response in the early dialog of a device.</summary>
    public void Ring(LegId device, ResponseCode code, Action<SipResponse> addSession)
    {
        var response = Response(code, TagFor(device));
        addSession(response);
        if (isReliable)
        {
            // RFC 3311 §5.1: so that the caller may send UPDATE before it is answered.
            response.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
            invite.RespondReliably(response);
        }
        else
        {
            Say(response);
        }
    }

    /// <summary>Takes a PRACK of the caller.</summary>
    public PrackVerdict Confirm(SipRequest prack) => invite.Confirm(prack);

    /// <summary>Sends 200 in the dialog of the device that answered.</summary>
    public void Answer(LegId device, Action<SipResponse> addSession)
    {
        var tag = TagFor(device);
        var response = Response(ResponseCode.Ok, tag);
        response.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        addSession(response);
        response.Headers.Add(HeaderName.Supported, ReplacesHeader.Option);
        _dialog = StateOf(tag).Confirm();
        ForgetOthers(tag);
        Say(response);
    }

    /// <summary>Refuses the INVITE.</summary>
    public void Refuse(ResponseCode code, Cause cause)
    {
        var response = SipResponse.For(invite.Request, code.Value, null, _tag);
        response.Headers.Add(HeaderName.Reason, PassedHeaders.Reason(cause));
        SipsRule.Explain(response, invite.Request, cause);
        if (code == ResponseCode.ServiceUnavailable)
        {
            response.Headers.Add(HeaderName.RetryAfter, "5");
        }

        Say(response);
    }

    /// <summary>
    /// The caller has the 2xx: nobody brings its INVITE once more, and what was said to it need not be kept for a call's length. The INVITE itself is needed again only
    /// where the call is sent on.
    /// </summary>
    public void Acknowledged()
    {
        _said = null;
        invite.Request.Fold();
    }

    /// <summary>The INVITE came by another way, because the first one is broken: what was said last is said again there, and so will be all that follows.</summary>
    public void MoveTo(ServerTransaction twin)
    {
        if (!invite.HasFinal)
        {
            invite.User = null;
            invite.Respond(SipResponse.For(invite.Request, 482));
            invite = twin;
        }
        else
        {
            twin.User = null;
        }

        if (_said is { } said)
        {
            // The ACK of a 2xx that was given already finds the first transaction, and that one repeats it as long as it must.
            var again = PassingRequest.Again(twin.Request, said);
            if (invite == twin)
            {
                twin.Respond(again);
            }
            else
            {
                twin.Forward(again);
            }
        }
    }

    /// <summary>Takes a request of the caller in one of its dialogs.</summary>
    public DialogVerdict Accept(string localTag, SipRequest request)
    {
        if (_dialog is { } dialog && dialog.LocalTag == localTag)
        {
            var accepted = dialog.Accept(request);
            _dialog = accepted.Next;
            return accepted.Verdict;
        }

        for (var i = 0; i < _early.Count; i++)
        {
            if (_early[i].Tag == localTag)
            {
                var accepted = StateOf(localTag).Accept(request);
                _early[i] = _early[i] with { State = accepted.Next };
                return accepted.Verdict;
            }
        }

        return DialogVerdict.NotThisDialog;
    }

    /// <summary>Whether the caller means this dialogue of its leg, early or answered, by that name.</summary>
    public bool Has(DialogName name) =>
        Invite.CallId == name.CallId && name.IsTheirs(Invite.FromTag ?? "")
        && (_dialog is null ? _early.Exists(early => early.Tag == name.OurTag) : _dialog.LocalTag == name.OurTag);

    /// <summary>A request of ours in the caller's dialog with a device's side of the call.</summary>
    public DialogRequest? NewRequest(LegId device, SipMethod method)
    {
        if (_dialog is not null)
        {
            (_dialog, var request) = _dialog.CreateRequest(method);
            return new DialogRequest(request, _dialog.NextHop);
        }

        for (var i = 0; i < _early.Count; i++)
        {
            if (_early[i].Device == device)
            {
                var (state, request) = StateOf(_early[i].Tag).CreateRequest(method);
                _early[i] = _early[i] with { State = state };
                return new DialogRequest(request, state.NextHop);
            }
        }

        return null;
    }

    /// <summary>The caller's target may have changed by a re-INVITE or UPDATE, or by its 2xx to one of ours (RFC 3261 §12.2).</summary>
    public void Retarget(SipMessage message)
    {
        if (_dialog is not null)
        {
            _dialog = _dialog.WithTarget(message);
            return;
        }

        var tag = message is SipRequest ? message.ToTag : message.FromTag;
        for (var i = 0; i < _early.Count; i++)
        {
            if (_early[i].Tag == tag)
            {
                _early[i] = _early[i] with { State = StateOf(tag).WithTarget(message) };
            }
        }
    }

    /// <summary>The ACK of a 2xx to an INVITE of ours inside the dialog; null when there is no dialog.</summary>
    public DialogRequest? NewAck(uint sequence) => _dialog is null ? null : new DialogRequest(_dialog.CreateAck(sequence), _dialog.NextHop);

    /// <summary>The URI of our Contact in the dialog.</summary>
    public string Contact => way.ContactOf(_dialog?.LocalTag ?? _tag);

    /// <summary>The dialog is another call's from now on.</summary>
    public void GiveAway() => _early.Clear();

    /// <summary>The dialogs of this leg are forgotten.</summary>
    public void Close()
    {
        foreach (var early in _early)
        {
            services.Dialogs.Remove(early.Tag);
        }

        _early.Clear();
    }

    private void Say(SipResponse response)
    {
        _said = response;
        invite.Respond(response);
    }

    // As the early dialogue left it: its numbers go on, its target stays.
    private DialogState StateOf(string tag)
    {
        foreach (var early in _early)
        {
            if (early.Tag == tag && early.State is { } known)
            {
                return known;
            }
        }

        return DialogState.ForUas(invite.Request, tag, way.ContactOf(tag));
    }

    private SipResponse Response(ResponseCode code, string tag)
    {
        var response = SipResponse.For(invite.Request, code.Value, null, tag);
        response.Headers.Add(HeaderName.Contact, $"<{way.ContactOf(tag)}>");
        return response;
    }

    private string TagFor(LegId device)
    {
        foreach (var early in _early)
        {
            if (early.Device == device)
            {
                return early.Tag;
            }
        }

        var tag = _early.Count == 0 ? _tag : SipIds.New();
        _early.Add(new EarlyDialog(device, tag, null));
        services.Dialogs.Add(tag, new DialogOwner(call, port.Call, LegId.Caller, device));
        return tag;
    }

    private void ForgetOthers(string tag)
    {
        for (var i = _early.Count - 1; i >= 0; i--)
        {
            if (_early[i].Tag != tag)
            {
                services.Dialogs.Remove(_early[i].Tag);
                _early.RemoveAt(i);
            }
        }
    }

    private readonly record struct EarlyDialog(LegId Device, string Tag, DialogState? State);
}
