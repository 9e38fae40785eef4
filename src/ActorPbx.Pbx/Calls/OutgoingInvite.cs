using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>An INVITE of ours that is still to be written: whom it asks for, who calls, and what goes along. Nothing of the caller's leg but what is named here.</summary>
/// <param name="RequestUri">Where it goes.</param>
/// <param name="From">Who calls, without tag.</param>
/// <param name="To">Who is called.</param>
/// <param name="CallersInvite">What the caller sent.</param>
/// <param name="Complete">Adds the session and what else this peer shall have.</param>
internal sealed record OutgoingInvite(SipUri RequestUri, string From, string To, SipRequest CallersInvite, Action<SipRequest> Complete)
{
    private const int DefaultMaxForwards = 70;

    /// <summary>A device of a number of ours.</summary>
    public static OutgoingInvite ToDevice(SipUri contact, CallShown shown, SipRequest callersInvite, Action<SipRequest> complete) =>
        new(contact.WithoutHeaders(), shown.FromShown(shown.Domain), $"<{SipUri.Create(shown.Called, shown.Domain)}>", callersInvite, request =>
        {
            shown.TellHistory(request, shown.Domain, callersInvite);
            complete(request);
        });

    /// <summary>A number behind a trunk: its peer sees the number and us, nothing of our domain, branches or nodes.</summary>
    /// <param name="trunk">The number there.</param>
    /// <param name="shown">The call.</param>
    /// <param name="callersInvite">What the caller sent.</param>
    /// <param name="ownHost">What the peer knows us by.</param>
    /// <param name="complete">Adds the session.</param>
    public static OutgoingInvite ToTrunk(LegTarget.Trunk trunk, CallShown shown, SipRequest callersInvite, string ownHost, Action<SipRequest> complete) =>
        new(trunk.RequestUri, shown.FromShown(ownHost), $"<{trunk.RequestUri}>", callersInvite, request =>
        {
            if (trunk.Profile.Trust.Identity)
            {
                shown.Assert(request, ownHost);
                shown.TellHistory(request, ownHost, callersInvite);
            }

            complete(request);
        });

    /// <summary>
    /// A number at another branch: its domain stands in all names, so that the node there knows which virtual PBX is meant. The name of the whole call goes
    /// along, and where it has been. Nodes trust each other: they are told the caller even if it wants to be kept back, and that it does.
    /// </summary>
    public static OutgoingInvite ToNodes(LegTarget.Link link, CallShown shown, NewCall call, BranchCalls branch, Action<SipRequest> complete)
    {
        var domain = shown.Domain;
        var called = SipUri.Create(shown.Called, domain, secure: call.Invite.Request.RequestUri.IsSecure);
        return new OutgoingInvite(
            Gruu.To(called, link.Device), shown.FromKnown(domain), $"<{SipUri.Create(shown.Called, domain)}>", call.Invite.Request, request =>
            {
                if (link.Nodes[0].Branch == BranchName.Headquarters && !branch.IsTrunkNode)
                {
                    request.Headers.Add(HeaderName.Route, branch.Links.GroupRoute);
                }

                if (shown.Payer is CallOrigin.Extension { Profile.Class.Outside.Reach: var reach } && ReachText.Of(reach) is { Length: > 0 } outside)
                {
                    request.Headers.Add(LinkNames.Outside, outside);
                }

                request.Headers.Add(LinkNames.Correlation, call.Correlation.Length == 0 ? call.Id.Value : call.Correlation);
                if (call.Caller is CallOrigin.Link { Visited.Length: > 0 } from)
                {
                    request.Headers.Add(LinkNames.Visited, from.Visited);
                }

                shown.Assert(request, domain);
                shown.TellHistory(request, domain, call.Invite.Request);
                complete(request);
            });
    }

    /// <summary>The request.</summary>
    public SipRequest Write(string tag, string callId, string contact)
    {
        var request = new SipRequest(SipMethod.Invite, RequestUri);
        var headers = request.Headers;
        headers.Add(HeaderName.From, $"{From};tag={tag}");
        headers.Add(HeaderName.To, To);
        headers.Add(HeaderName.CallId, callId);
        headers.Add(HeaderName.CSeq, "1 INVITE");
        headers.Add(HeaderName.Contact, $"<{contact}>");
        headers.Add(HeaderName.MaxForwards, ((CallersInvite.MaxForwards ?? DefaultMaxForwards) - 1).ToString(CultureInfo.InvariantCulture));
        headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        PassedHeaders.CopyRequestHeaders(CallersInvite, request);
        Complete(request);
        headers.Add(HeaderName.Supported, ReplacesHeader.Option);
        return request;
    }
}
