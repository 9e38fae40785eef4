using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Dialogs;

/// <summary>
/// One side's knowledge of a dialog (RFC 3261 §12): who talks to whom, over which route, at which sequence numbers. Plain and immutable, so that a call can be
/// written down and found again; all text is as it stands in messages.
/// </summary>
public sealed record DialogState
{
    public required string CallId { get; init; }

    public required string LocalTag { get; init; }

    /// <summary>Empty for a peer of RFC 2543 that gives none.</summary>
    public required string RemoteTag { get; init; }

    /// <summary>The URI of From in this side's requests.</summary>
    public required string LocalUri { get; init; }

    /// <summary>The URI of To in this side's requests.</summary>
    public required string RemoteUri { get; init; }

    /// <summary>The URI that this side gives as its Contact.</summary>
    public required string LocalContact { get; init; }

    /// <summary>The URI of the peer's Contact: where its requests go in the end.</summary>
    public required string RemoteTarget { get; init; }

    /// <summary>Values of Route headers, the next hop first.</summary>
    public ImmutableArray<string> RouteSet { get; init; } = [];

    /// <summary>CSeq number of this side's last request; 0 before the first.</summary>
    public uint LocalCSeq { get; init; }

    /// <summary>CSeq number of the peer's last request; null before the first.</summary>
    public uint? RemoteCSeq { get; init; }

    /// <summary>Set up by a <c>sips:</c> URI: every hop must be secure.</summary>
    public bool IsSecure { get; init; }

    /// <summary>No 2xx yet.</summary>
    public bool IsEarly { get; init; }

    /// <summary>RFC 3261 §12.2.1.1: where requests go next, the first of the route set or the peer itself.</summary>
    [JsonIgnore]
    public SipUri NextHop => RouteSet.IsEmpty ? DialogText.Uri(RemoteTarget) : DialogText.Address(RouteSet[0]).Uri;

    /// <summary>RFC 3261 §12.1.1: the dialog of the called side, early until <see cref="Confirm()"/>.</summary>
    /// <param name="request">The INVITE, SUBSCRIBE or REFER.</param>
    /// <param name="localTag">The To tag of this side's responses.</param>
    /// <param name="localContact">The URI of the Contact in this side's responses.</param>
    /// <exception cref="FormatException">The request bears no Contact that can be read: it gets 400.</exception>
    public static DialogState ForUas(SipRequest request, string localTag, string localContact)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new DialogState
        {
            CallId = request.CallId,
            LocalTag = localTag,
            RemoteTag = request.FromTag ?? "",
            LocalUri = request.To.Uri.ToString(),
            RemoteUri = request.From.Uri.ToString(),
            LocalContact = localContact,
            RemoteTarget = DialogText.ContactOf(request) ?? throw new FormatException("A request that makes a dialog needs a Contact."),
            RouteSet = DialogText.RouteSetOf(request, reversed: false),
            RemoteCSeq = request.CSeq.Number,
            IsSecure = request.RequestUri.IsSecure,
            IsEarly = true,
        };
    }

    /// <summary>RFC 3261 §12.1.2: the dialog of the calling side; each To tag of a forked request makes one.</summary>
    /// <param name="sent">The request as it was sent.</param>
    /// <param name="response">A 101–299 response to it.</param>
    public static DialogState ForUac(SipRequest sent, SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(response);
        return new DialogState
        {
            CallId = sent.CallId,
            LocalTag = sent.FromTag ?? "",
            RemoteTag = response.ToTag ?? "",
            LocalUri = sent.From.Uri.ToString(),
            RemoteUri = sent.To.Uri.ToString(),
            LocalContact = DialogText.ContactOf(sent) ?? "",
            // A provisional response may lack the Contact; the 2xx brings it.
            RemoteTarget = DialogText.ContactOf(response) ?? sent.RequestUri.ToString(),
            RouteSet = DialogText.RouteSetOf(response, reversed: true),
            LocalCSeq = sent.CSeq.Number,
            IsSecure = sent.RequestUri.IsSecure,
            IsEarly = response.StatusCode < 200,
        };
    }

    /// <summary>RFC 3261 §13.2.2.4: the dialog of the calling side by the 2xx alone, to end it when the request is known no longer.</summary>
    public static DialogState ForUac(SipResponse success)
    {
        ArgumentNullException.ThrowIfNull(success);
        return new DialogState
        {
            CallId = success.CallId,
            LocalTag = success.FromTag ?? "",
            RemoteTag = success.ToTag ?? "",
            LocalUri = success.From.Uri.ToString(),
            RemoteUri = success.To.Uri.ToString(),
            LocalContact = "",
            RemoteTarget = DialogText.ContactOf(success) ?? success.To.Uri.ToString(),
            RouteSet = DialogText.RouteSetOf(success, reversed: true),
            LocalCSeq = success.CSeq.Number,
        };
    }

    /// <summary>The called side has sent its 2xx.</summary>
    public DialogState Confirm() => this with { IsEarly = false };

    /// <summary>RFC 3261 §13.2.2.4: the 2xx confirms an early dialog of the calling side, and its route set and target replace the early ones.</summary>
    public DialogState Confirm(SipResponse success)
    {
        ArgumentNullException.ThrowIfNull(success);
        return this with
        {
            IsEarly = false,
            RemoteTarget = DialogText.ContactOf(success) ?? RemoteTarget,
            RouteSet = IsEarly ? DialogText.RouteSetOf(success, reversed: true) : RouteSet,
        };
    }

    /// <summary>RFC 3261 §13.2.2.4: the dialog of another branch behind the same INVITE, which answered as well.</summary>
    /// <param name="success">Its 2xx.</param>
    /// <param name="inviteSequence">CSeq number of the INVITE.</param>
    public DialogState Sibling(SipResponse success, uint inviteSequence)
    {
        ArgumentNullException.ThrowIfNull(success);
        return this with
        {
            RemoteTag = success.ToTag ?? "",
            RemoteTarget = DialogText.ContactOf(success) ?? RemoteUri,
            RouteSet = DialogText.RouteSetOf(success, reversed: true),
            LocalCSeq = inviteSequence,
            RemoteCSeq = null,
            IsEarly = false,
        };
    }

    /// <summary>RFC 3261 §12.2: the Contact of a re-INVITE or UPDATE, or of its 2xx, is the peer's new target; the route set stays.</summary>
    public DialogState WithTarget(SipMessage refresh)
    {
        ArgumentNullException.ThrowIfNull(refresh);
        return DialogText.ContactOf(refresh) is { } target ? this with { RemoteTarget = target } : this;
    }

    /// <summary>The next request of this side, and the dialog after it. INVITE and the other target refresh requests bear the Contact.</summary>
    public (DialogState Next, SipRequest Request) CreateRequest(SipMethod method)
    {
        DialogState next = this with { LocalCSeq = LocalCSeq + 1 };
        SipRequest request = next.NewRequest(method, next.LocalCSeq);
        if (DialogText.RefreshesTarget(method)) request.Headers.Add(HeaderName.Contact, $"<{LocalContact}>");
        return (next, request);
    }

    /// <summary>The ACK of a 2xx (RFC 3261 §13.2.2.4).</summary>
    /// <param name="inviteSequence">CSeq number of the INVITE that is answered.</param>
    public SipRequest CreateAck(uint inviteSequence) => NewRequest(SipMethod.Ack, inviteSequence);

    /// <summary>RFC 3261 §12.2.2: whether a request of the peer belongs here and comes in order.</summary>
    public DialogAcceptance Accept(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Owns(request)) return new DialogAcceptance(this, DialogVerdict.NotThisDialog);
        // ACK and CANCEL repeat the number of their INVITE.
        if (request.Method == SipMethod.Ack || request.Method == SipMethod.Cancel) return new DialogAcceptance(this, DialogVerdict.Ok);
        if (RemoteCSeq is { } last && request.CSeq.Number < last) return new DialogAcceptance(this, DialogVerdict.OutOfOrder);
        return new DialogAcceptance(this with { RemoteCSeq = request.CSeq.Number }, DialogVerdict.Ok);
    }

    public bool Equals(DialogState? other) =>
        other is not null && CallId == other.CallId && LocalTag == other.LocalTag && RemoteTag == other.RemoteTag && LocalUri == other.LocalUri
        && RemoteUri == other.RemoteUri && LocalContact == other.LocalContact && RemoteTarget == other.RemoteTarget && LocalCSeq == other.LocalCSeq
        && RemoteCSeq == other.RemoteCSeq && IsSecure == other.IsSecure && IsEarly == other.IsEarly && RouteSet.AsSpan().SequenceEqual(other.RouteSet.AsSpan());

    public override int GetHashCode() => HashCode.Combine(CallId, LocalTag, RemoteTag, LocalCSeq, RemoteCSeq);

    private bool Owns(SipRequest request) =>
        request.CallId == CallId && (request.ToTag ?? "") == LocalTag && (request.FromTag ?? "") == RemoteTag;

    private SipRequest NewRequest(SipMethod method, uint sequence)
    {
        SipRequest request = DialogText.Routed(method, RemoteTarget, RouteSet);
        request.Headers.Add(HeaderName.From, $"<{LocalUri}>;tag={LocalTag}");
        request.Headers.Add(HeaderName.To, RemoteTag.Length == 0 ? $"<{RemoteUri}>" : $"<{RemoteUri}>;tag={RemoteTag}");
        request.Headers.Add(HeaderName.CallId, CallId);
        request.Headers.Add(HeaderName.CSeq, new CSeq(sequence, method).ToString());
        return request;
    }
}
