using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Protection;
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

    /// <summary>The calling number with its name, as a From shows it.</summary>
    public static string Caller(CallOrigin caller, string host)
    {
        var uri = $"<sip:{caller.Number}@{host}>";
        return caller.DisplayName.Length == 0
            ? uri
            : $"\"{caller.DisplayName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" {uri}";
    }

    /// <summary>A device of a number of ours.</summary>
    public static OutgoingInvite ToDevice(SipUri contact, CallOrigin caller, CallParties parties, SipRequest callersInvite, Action<SipRequest> complete)
    {
        var domain = parties.Domain.Value;
        return new OutgoingInvite(contact.WithoutHeaders(), Caller(caller, domain), $"<sip:{parties.Called}@{domain}>", callersInvite, complete);
    }

    /// <summary>A number behind a trunk: its peer sees the number and us, nothing of our domain, branches or nodes.</summary>
    /// <param name="trunk">The number there.</param>
    /// <param name="call">The call.</param>
    /// <param name="ownHost">What the peer knows us by.</param>
    /// <param name="complete">Adds the session.</param>
    public static OutgoingInvite ToTrunk(LegTarget.Trunk trunk, NewCall call, string ownHost, Action<SipRequest> complete) =>
        new(trunk.RequestUri, Caller(call.Caller, ownHost), $"<{trunk.RequestUri}>", call.Invite.Request, complete);

    /// <summary>
    /// A number at another branch: its domain stands in all names, so that the node there knows which virtual PBX is meant. The name of the whole call goes
    /// along, and where it has been.
    /// </summary>
    public static OutgoingInvite ToNodes(LegTarget.Link link, NewCall call, BranchCalls branch, Action<SipRequest> complete)
    {
        var domain = call.Domain.Name.Value;
        return new OutgoingInvite(
            SipUri.Create(call.Called, domain, secure: call.Invite.Request.RequestUri.IsSecure), Caller(call.Caller, domain), $"<sip:{call.Called}@{domain}>", call.Invite.Request, request =>
            {
                if (link.Nodes[0].Branch == BranchName.Headquarters && !branch.IsTrunkNode)
                {
                    request.Headers.Add(HeaderName.Route, branch.Links.GroupRoute);
                }

                if (call.Caller is CallOrigin.Extension { Profile.Class.Outside.Reach: var reach } && ReachText.Of(reach) is { Length: > 0 } outside)
                {
                    request.Headers.Add(LinkNames.Outside, outside);
                }

                request.Headers.Add(LinkNames.Correlation, call.Correlation.Length == 0 ? call.Id.Value : call.Correlation);
                if (call.Caller is CallOrigin.Link { Visited.Length: > 0 } from)
                {
                    request.Headers.Add(LinkNames.Visited, from.Visited);
                }

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
        return request;
    }
}
