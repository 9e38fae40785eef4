using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Protection;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Takes the calls that other nodes send here: for extensions of this node, or on a T-MSS for its trunks. And text messages for its extensions.</summary>
public sealed class LinkCallee(PbxDirectory directory, DomainDoors doors) : ILinkCallee
{
    private readonly CallEntry _calls = new(doors);

    /// <inheritdoc/>
    public void OnInvite(ServerTransaction invite, LinkPeer from) => Begin(invite, from, null);

    /// <inheritdoc/>
    public void OnTrunkInvite(ServerTransaction invite, LinkPeer from, string trunk, string number) =>
        Begin(invite, from, new RouteDecision.ToTrunk(trunk, number));

    /// <inheritdoc/>
    public void OnMessage(ServerTransaction message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var uri = message.Request.RequestUri;
        if (directory.Find(uri.Host) is not { } domain)
        {
            message.Respond(SipResponse.For(message.Request, 404));
        }
        else if (doors.Find(domain.Name)?.Messages is { } messages)
        {
            messages.Tell(new LinkMessage(new ExtensionNumber(uri.User ?? ""), message), ActorRefs.NoSender);
        }
        else
        {
            message.Respond(SipResponse.For(message.Request, 503));
        }
    }

    private void Begin(ServerTransaction invite, LinkPeer from, RouteDecision.ToTrunk? way)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(from);
        var request = invite.Request;
        if (directory.Find(request.RequestUri.Host) is not { } domain)
        {
            invite.Respond(SipResponse.For(request, 404));
            return;
        }

        var headers = request.Headers;
        var caller = new CallOrigin.Link(
            from.Branch, request.From.Uri.User ?? "", request.From.DisplayName ?? "",
            headers.Get(LinkNames.Correlation) ?? "", headers.Get(LinkNames.Visited) ?? "")
        { Privacy = PrivacyHeader.In(request), Reach = ReachText.Read(headers.Get(LinkNames.Outside)) };
        _calls.Begin(invite, domain, caller, request.RequestUri.User ?? "", way);
    }
}
