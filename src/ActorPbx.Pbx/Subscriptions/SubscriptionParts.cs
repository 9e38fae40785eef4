using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>What the subscriptions of a domain work with.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Outlet">The way out to the SIP stack.</param>
/// <param name="Dialogs">Who owns which dialogue.</param>
/// <param name="Extensions">The domain's extensions, which say how they stand.</param>
/// <param name="Messages">The domain's messages, of which mailboxes are told.</param>
/// <param name="Publications">What the domain's phones publish.</param>
/// <param name="Clock">The time.</param>
/// <param name="Log">Where it is said who watches whom.</param>
/// <param name="Routing">Where numbers are.</param>
/// <param name="Distant">What other branches say of numbers; null on a node of its own.</param>
public sealed record SubscriptionParts(
    DomainProfile Domain, ISipOutlet Outlet, DialogOwners Dialogs, IActorRef Extensions, IActorRef Messages, IActorRef Publications, TimeProvider Clock, ILoggingAdapter Log, CallRouting Routing,
    IActorRef? Distant = null);
