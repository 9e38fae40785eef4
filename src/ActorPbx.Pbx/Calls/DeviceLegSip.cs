using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>The leg to one called device as SIP: our side is the UAC of a new INVITE that shows nothing of the caller's leg.</summary>
internal sealed class DeviceLegSip(LegPort port, CallServices services, IActorRef call)
{
    private const int DefaultMaxForwards = 70;
    private readonly string _tag = SipIds.New();
    private ClientTransaction? _invite;
    private DialogState? _dialog;
    private bool _cancelled;
    private bool _answered;

    /// <summary>Which leg this is.</summary>
    public LegId Id => port.Leg;

    /// <summary>The dialog with the device; null before its first tagged response.</summary>
    public DialogState? Dialog => _dialog;

    /// <summary>Where the device is.</summary>
    public SipTarget? Target => _invite?.Target;

    /// <summary>Sends the INVITE, unless the call gave it up while its address was looked up: then false.</summary>
    public bool Invite(SipTarget target, SipUri contact, SipRequest callersInvite, CallParties parties, string displayName, Action<SipRequest> addSession)
    {
        if (_cancelled)
        {
            return false;
        }

        var request = new SipRequest(SipMethod.Invite, contact.WithoutHeaders());
        var headers = request.Headers;
        var domain = parties.Domain.Value;
        headers.Add(HeaderName.From, From(parties.Caller, domain, displayName));
        headers.Add(HeaderName.To, $"<sip:{parties.Called}@{domain}>");
        headers.Add(HeaderName.CallId, SipIds.New());
        headers.Add(HeaderName.CSeq, "1 INVITE");
        headers.Add(HeaderName.Contact, SipContact.Header(services.Outlet.SentByTowards(target), target.Transport));
        headers.Add(HeaderName.MaxForwards, ((callersInvite.MaxForwards ?? DefaultMaxForwards) - 1).ToString(CultureInfo.InvariantCulture));
        headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        PassedHeaders.CopyRequestHeaders(callersInvite, request);
        addSession(request);
        services.Dialogs.Add(_tag, new DialogOwner(call, port.Call, port.Leg, LegId.Caller));
        _invite = services.Outlet.Send(request, target, port);
        return true;
    }

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
    public SipRequest? NewRequest(SipMethod method)
    {
        if (_dialog is null)
        {
            return null;
        }

        (_dialog, var request) = _dialog.CreateRequest(method);
        return request;
    }

    /// <summary>The device's target changed by a re-INVITE or UPDATE (RFC 3261 §12.2).</summary>
    public void Retarget(SipMessage message) => _dialog = _dialog?.WithTarget(message);

    /// <summary>The dialog is forgotten.</summary>
    public void Close() => services.Dialogs.Remove(_tag);

    private void EndStrayBranch(ClientTransaction invite, SipResponse response)
    {
        var stray = DialogState.ForUac(invite.Request, response);
        invite.Acknowledge(stray.CreateAck(invite.Request.CSeq.Number));
        var (_, bye) = stray.CreateRequest(SipMethod.Bye);
        services.Outlet.Send(bye, invite.Target, new LegPort(ActorRefs.Nobody, port.Call, port.Leg, default));
    }

    private string From(string caller, string domain, string displayName) => displayName.Length == 0
        ? $"<sip:{caller}@{domain}>;tag={_tag}"
        : $"\"{displayName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <sip:{caller}@{domain}>;tag={_tag}";
}
