using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.History;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>An INVITE outside any dialog whose sender is known: a call begins.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Invite">The caller's INVITE; its 100 is sent.</param>
/// <param name="Port">The plug that the INVITE's transaction already has.</param>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Called">What was dialled.</param>
/// <param name="Way">The way out, when it was decided before; null: the call looks for it.</param>
public sealed record NewCall(
    CallId Id, ServerTransaction Invite, LegPort Port, DomainProfile Domain, CallOrigin Caller, string Called, RouteDecision.ToTrunk? Way = null)
{
    /// <summary>The caller's name of the whole call; empty when it is this one's own.</summary>
    public string Correlation => Caller is CallOrigin.Link link ? link.Correlation : "";

    /// <summary>The caller's provisional responses are confirmed by PRACK (RFC 3262).</summary>
    public bool Reliable => ReliableRules.Apply(Invite.Request, Caller.Reliable);

    /// <summary>Who calls whom, for the call's state.</summary>
    /// <param name="node">This node.</param>
    /// <param name="branch">Its branch; empty on a node of its own.</param>
    /// <param name="calledHome">The home of a called number that is a guest here; else empty.</param>
    public CallParties Parties(string node, string branch = "", string calledHome = "") => new(
        Domain.Name, node, Caller.Number, Called, Invite.Flow.Remote.ToString(), LateOffer: !CallMedia.IsSession(Invite.Request), Caller.Kind, Correlation, branch,
        Caller is CallOrigin.Extension { Profile.Home: { } home } ? home.Value : "", calledHome, Reliable, EarlierDiversions());

    private EarlierDiversions? EarlierDiversions() =>
        Caller.IsTrusted && DiversionHeader.In(Invite.Request) is { Count: > 0 } chain ? new EarlierDiversions(chain.Count, chain.Numbers) : null;
}

/// <summary>A call shall end by an operator's word.</summary>
public sealed record ReleaseByOperator;

/// <summary>A call shall say how it stands; answered by its view.</summary>
public sealed record DescribeCall;
