using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The leg to one called device, node or trunk as SIP: our side is the UAC of a new INVITE that shows nothing of the caller's leg.</summary>
internal sealed class DeviceLegSip(LegPort port, CallServices services, IActorRef call)
{
    private readonly string _tag = SipIds.New();
    private ILegWay? _way;
    private ClientTransaction? _invite;
    private OutgoingInvite? _outgoing;
    private DialogState? _dialog;
    private bool _cancelled;
    private bool _answered;

    /// <summary>Which leg this is.</summary>
    public LegId Id => port.Leg;

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

        (_way, _outgoing) = (way, invite);
        var request = invite.Write(_tag, SipIds.New(), way.ContactOf(_tag));
        services.Dialogs.Add(_tag, new DialogOwner(call, port.Call, port.Leg, LegId.Caller));
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
        again.Headers.Set(HeaderName.CSeq, new CSeq(_invite.Request.CSeq.Number + 1, SipMethod.Invite).ToString());
        _dialog = null;
        _invite = _way.Invite(again, port);
        return true;
    }

    /// <summary>The INVITE as it was sent last.</summary>
    public SipRequest Sent => _invite!.Request;

    /// <summary>A provisional response: its tag opens an early dialog.</summary>
    public void Progressed(SipResponse response)
    {
        if (_invite is not null && !_answered && response.ToTag is not null)
        {
            _dialog = DialogState.ForUac(_invite.Request, response);
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
            EndStrayBranch(_invite, response);
            return false;
        }

        _answered = true;
        _dialog = DialogState.ForUac(_invite.Request, response);
        return true;
    }

    /// <summary>Sends the ACK of the device's 200.</summary>
    public void Acknowledge(Action<SipRequest> addSession)
    {
        if (_invite is null || _dialog is null)
        {
            return;
        }

        var ack = _dialog.CreateAck(_invite.Request.CSeq.Number);
        addSession(ack);
        _invite.Acknowledge(ack);
    }

    /// <summary>The ACK of a 2xx to an INVITE inside the dialog; null when there is no dialog.</summary>
    public DialogRequest? NewAck(uint sequence) => _dialog is null ? null : new DialogRequest(_dialog.CreateAck(sequence), _dialog.NextHop);

    /// <summary>Gives the INVITE up.</summary>
    public void Cancel(string reason)
    {
        _cancelled = true;
        _invite?.Cancel(reason);
    }

    /// <summary>True when the INVITE was given up before it was sent.</summary>
    public bool CancelledBeforeInvite => _cancelled && _invite is null;

    /// <summary>Takes a request of the device in its dialog.</summary>
    public DialogVerdict Accept(SipRequest request)
    {
        if (_dialog is null)
        {
            return DialogVerdict.NotThisDialog;
        }

        var accepted = _dialog.Accept(request);
        _dialog = accepted.Next;
        return accepted.Verdict;
    }

    /// <summary>A request of ours in the dialog; null when there is none.</summary>
    public DialogRequest? NewRequest(SipMethod method)
    {
        if (_dialog is null)
        {
            return null;
        }

        (_dialog, var request) = _dialog.CreateRequest(method);
        return new DialogRequest(request, _dialog.NextHop);
    }

    /// <summary>The URI of our Contact in the dialog.</summary>
    public string Contact => _way!.ContactOf(_tag);

    /// <summary>The device's target changed by a re-INVITE or UPDATE (RFC 3261 §12.2).</summary>
    public void Retarget(SipMessage message) => _dialog = _dialog?.WithTarget(message);

    /// <summary>The dialog is forgotten.</summary>
    public void Close() => services.Dialogs.Remove(_tag);

    private void EndStrayBranch(ClientTransaction invite, SipResponse response)
    {
        var stray = DialogState.ForUac(invite.Request, response);
        invite.Acknowledge(stray.CreateAck(invite.Request.CSeq.Number));
        var (next, bye) = stray.CreateRequest(SipMethod.Bye);
        _way!.Send(new DialogRequest(bye, next.NextHop), new LegPort(ActorRefs.Nobody, port.Call, port.Leg, default));
    }
}
