using System.Globalization;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>A subscription as SIP: its dialogue, the answers to SUBSCRIBE and the NOTIFYs. It decides nothing.</summary>
internal sealed class SubscriptionDialog
{
    private readonly string _tag = SipIds.New();
    private readonly ISipOutlet _outlet;
    private readonly EventHeader _event;
    private readonly EventPackage _package;
    private readonly IStateWriter _writer;
    private readonly NotifyPort _port;
    private DialogState _dialog;
    private DirectWay _way;

    /// <summary>The dialogue that a SUBSCRIBE makes (RFC 6665 §4.4.1).</summary>
    public SubscriptionDialog(OpenSubscription open, SubscriptionParts parts, IActorRef subscription)
    {
        var transaction = open.Asked.Transaction;
        (_outlet, _event, _package) = (parts.Outlet, open.Key.Event, open.Package);
        _writer = open.Package.NewWriter(parts.Domain, open.Asked.Target);
        _port = new NotifyPort(subscription);
        _way = DirectWay.BackTo(transaction, parts.Outlet);
        _dialog = DialogState.ForUas(transaction.Request, _tag, _way.ContactOf(_tag)).Confirm();
    }

    /// <summary>Our tag.</summary>
    public string Tag => _tag;

    /// <summary>Takes a SUBSCRIBE in the dialogue; false when it was refused.</summary>
    public bool Accept(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var accepted = _dialog.Accept(request);
        if (accepted.Verdict != DialogVerdict.Ok)
        {
            transaction.Respond(SipResponse.For(request, accepted.Verdict == DialogVerdict.NotThisDialog ? 481 : 500));
            return false;
        }

        _dialog = accepted.Next;
        if (request.Method != SipMethod.Subscribe)
        {
            transaction.Respond(Capabilities.NotAllowed(request, SipMethod.Subscribe));
            return false;
        }

        if (EventHeader.In(request) is not { } header || !IsSame(header))
        {
            // RFC 6665 §4.5.2 has no second subscription in a dialogue of ours.
            transaction.Respond(SubscribeCheck.BadEvent(request));
            return false;
        }

        // A phone whose connection broke refreshes over the new one, and is told there from now on.
        _way = DirectWay.BackTo(transaction, _outlet);
        _dialog = _dialog.WithTarget(request) with { LocalContact = _way.ContactOf(_tag) };
        return true;
    }

    /// <summary>RFC 6665 §4.2.1.1: 200 says how long it will live.</summary>
    public void Grant(ServerTransaction transaction, TimeSpan expires)
    {
        var response = SipResponse.For(transaction.Request, 200, toTag: _tag);
        response.Headers.Add(HeaderName.Contact, $"<{_dialog.LocalContact}>");
        response.Headers.Add(HeaderName.Expires, ((long)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        transaction.Respond(response);
    }

    /// <summary>Whether the subscriber does not know this state yet.</summary>
    public bool IsNews(WatchedState state) => _writer.IsNews(state);

    /// <summary>Sends NOTIFY; the answer comes to the subscription's mailbox.</summary>
    public void Notify(SubscriptionStateHeader stand, WatchedState state)
    {
        (_dialog, var request) = _dialog.CreateRequest(SipMethod.Notify);
        var headers = request.Headers;
        headers.Add(HeaderName.Event, _event.ToString());
        headers.Add(HeaderName.SubscriptionState, stand.ToString());
        headers.Add(HeaderName.ContentType, _package.ContentType);
        request.Body = _writer.Write(state);
        _way.Send(new DialogRequest(request, _dialog.NextHop), _port);
    }

    private bool IsSame(EventHeader header) =>
        header.Id == _event.Id && header.Package.Equals(_event.Package, StringComparison.OrdinalIgnoreCase);
}
