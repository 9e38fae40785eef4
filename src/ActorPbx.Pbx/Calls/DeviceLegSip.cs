using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The leg to one called device, node or trunk as SIP: our side is the UAC of a new INVITE that shows nothing of the caller's leg.</summary>
internal sealed class DeviceLegSip(LegPort port, CallServices services, IActorRef call)
{
    private string _tag = SipIds.New();
    private readonly InviteForks _forks = new();
    private ILegWay? _way;
    private ClientTransaction? _invite;
    private uint _sequence;
    private OutgoingInvite? _outgoing;
    private bool _cancelled;
    private bool _answered;
    private bool _isGiven;
    private SipResponse? _early;
    private uint? _offer;

    /// <summary>Which leg this is.</summary>
    public LegId Id => port.Leg;

    /// <summary>The number whose device this is; null for a node or a trunk.</summary>
    public ExtensionNumber? Number { get; set; }

    /// <summary>How the device is reached; null before it is invited.</summary>
    public ILegWay? Way => _way;

    /// <summary>Sends the INVITE, unless the call gave it up while its address was looked up: then false.</summary>
    /// <param name="way">How the device is reached.</param>
    /// <param name="invite">The INVITE, but for what this side adds: tag, Call-ID, CSeq, Contact.</param>
    public bool Invite(ILegWay way, OutgoingInvite invite)
    {
        if (_cancelled)
        {
            return false;
        }

        (_way, _outgoing, _early, _offer) = (way, invite, null, null);
        _forks.Clear();
        var request = invite.Write(_tag, SipIds.New(), way.ContactOf(_tag));
        services.Dialogs.Add(_tag, new DialogOwner(call, port.Call, port.Leg, LegId.Caller));
        _sequence = request.CSeq.Number;
        _invite = way.Invite(request, port);
        return true;
    }

    /// <summary>RFC 4028 §7.3: the INVITE once more after 422, with the same Call-ID and tag; false when the call gave it up.</summary>
    public bool InviteAgain()
    {
        if (_cancelled || _answered || _way is null || _outgoing is null || _invite is null)
        {
            return false;
        }

        var again = _outgoing.Write(_tag, _invite.Request.CallId, _way.ContactOf(_tag));
        again.Headers.Set(HeaderName.CSeq, new CSeq(++_sequence, SipMethod.Invite).ToString());
        (_early, _offer) = (null, null);
        _forks.Clear();
        _invite = _way.Invite(again, port);
        return true;
    }

    /// <summary>The INVITE as it was sent last; only until it is acknowledged.</summary>
    public SipRequest Sent => _invite!.Request;

    /// <summary>
    /// A provisional response: its tag opens an early dialog, and one that is reliable is confirmed (RFC 3262 §4), unless it brings an offer: its answer goes into
    /// the PRACK. False for one that was heard before, or comes out of turn.
    /// </summary>
    public bool Progressed(SipResponse response)
    {
        if (_invite is null || _answered || response.ToTag is null)
        {
            return true;
        }

        _forks.Progressed(_invite.Request, response);
        var isSession = CallMedia.IsSession(response);
        if (RAck.SequenceOf(response) is { } number)
        {
            if (!_forks.Takes(number))
            {
                return false;
            }

            if (isSession && _early is null && !CallMedia.IsSession(_invite.Request))
            {
                _offer = number;
            }
            else
            {
                Confirm(number, null);
            }
        }

        _early = isSession ? response : _early;
        return true;
    }

    /// <summary>The device's offer in a reliable provisional response is answered (RFC 3262 §5).</summary>
    public void ConfirmOffer(Action<SipRequest> addSession)
    {
        if (_offer is { } number)
        {
            _offer = null;
            Confirm(number, addSession);
        }
    }

    /// <summary>A 2xx. False for one of another branch behind the device (RFC 3261 §13.2.2.4), which is acknowledged and ended here.</summary>
    public bool Answered(SipResponse response)
    {
        if (_invite is null)
        {
            return false;
        }

        if (_answered)
        {
            EndStrayBranch(_invite, _forks.Dialog!.Sibling(response, _sequence));
            return false;
        }

        (_answered, _outgoing) = (true, null);
        _forks.Answered(_invite.Request, response);
        // RFC 3262 §5: after a session in a reliable provisional response of the same dialog the 2xx needs none.
        Session = CallMedia.IsSession(response) || _early is null || _early.ToTag != response.ToTag ? response : _early;
        _early = null;
        return true;
    }

    /// <summary>Once it answered: the message in which the device described its session.</summary>
    public SipMessage? Session { get; private set; }

    /// <summary>The caller was answered: the device's words are no longer needed.</summary>
    public void Forget() => Session = null;

    /// <summary>Sends the ACK of the device's 200.</summary>
    public void Acknowledge(Action<SipRequest> addSession)
    {
        if (_invite is null || _forks.Dialog is not { } dialog)
        {
            return;
        }

        var ack = dialog.CreateAck(_sequence);
        addSession(ack);
        _invite.Acknowledge(ack);
        // The dialogue says all that later requests need; the transaction stays, for another branch may still answer.
        _invite.LetGo();
    }

    /// <summary>The ACK of a 2xx to an INVITE inside the dialog; null when there is no dialog.</summary>
    public DialogRequest? NewAck(uint sequence) => _forks.Dialog is { } dialog ? new DialogRequest(dialog.CreateAck(sequence), dialog.NextHop) : null;

    /// <summary>Gives the INVITE up.</summary>
    public void Cancel(string reason)
    {
        _cancelled = true;
        _invite?.Cancel(reason);
    }

    /// <summary>True when the INVITE was given up before it was sent.</summary>
    public bool CancelledBeforeInvite => _cancelled && _invite is null;

    /// <summary>Takes a request of the device in its dialog.</summary>
    public DialogVerdict Accept(SipRequest request) => _forks.Accept(request);

    /// <summary>A request of ours in the dialog; null when there is none.</summary>
    public DialogRequest? NewRequest(SipMethod method) => _forks.NewRequest(method);

    /// <summary>The URI of our Contact in the dialog.</summary>
    public string Contact => _way!.ContactOf(_tag);

    /// <summary>The device's target changed by a re-INVITE or UPDATE (RFC 3261 §12.2).</summary>
    public void Retarget(SipMessage message) => _forks.Retarget(message);

    /// <summary>The dialog that was answered; null before.</summary>
    public DialogState? Dialog => _forks.Dialog;

    /// <summary>Whether the device means its dialogue by that name.</summary>
    public bool Has(DialogName name) => Dialog is { } dialog && dialog.CallId == name.CallId && dialog.LocalTag == name.OurTag && name.IsTheirs(dialog.RemoteTag);

    /// <summary>Another call lends its leg to this device, or it calls by itself to be in another's place; either way it has made an offer.</summary>
    public void Borrow(ILegWay way, SipMessage offer) => (_way, Session, _isGiven) = (way, offer, true);

    /// <summary>Another call has given its leg: its dialog is this one's from now on.</summary>
    public void Adopt(ILegWay way, DialogState dialog)
    {
        (_way, _tag, _answered, _isGiven) = (way, dialog.LocalTag, true, false);
        _forks.Adopt(dialog);
        Session = null;
    }

    /// <summary>The dialog is another call's from now on.</summary>
    public void GiveAway() => _isGiven = true;

    /// <summary>The dialog is forgotten.</summary>
    public void Close()
    {
        _invite?.Abandon();
        if (!_isGiven)
        {
            services.Dialogs.Remove(_tag);
        }
    }

    private void Confirm(uint number, Action<SipRequest>? addSession)
    {
        if (NewRequest(SipMethod.Prack) is { } prack)
        {
            prack.Request.Headers.Add(HeaderName.RAck, new RAck(number, new CSeq(_sequence, SipMethod.Invite)).ToString());
            addSession?.Invoke(prack.Request);
            // What the device says to that changes nothing: it repeats its response until a PRACK of it came, or gives the INVITE up.
            _way!.Send(prack, IgnoredReplies.Instance);
        }
    }

    private void EndStrayBranch(ClientTransaction invite, DialogState stray)
    {
        invite.Acknowledge(stray.CreateAck(_sequence));
        var (next, bye) = stray.CreateRequest(SipMethod.Bye);
        _way!.Send(new DialogRequest(bye, next.NextHop), new LegPort(ActorRefs.Nobody, port.Call, port.Leg, default));
    }
}
