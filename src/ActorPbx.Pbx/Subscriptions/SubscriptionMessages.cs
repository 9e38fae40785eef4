using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>A SUBSCRIBE outside any dialogue whose sender is known.</summary>
/// <param name="Subscriber">Who wants to watch.</param>
/// <param name="Target">The number that is to be watched.</param>
/// <param name="Transaction">Waits for the answer.</param>
public sealed record NewSubscription(Identity Subscriber, ExtensionNumber Target, ServerTransaction Transaction);

/// <summary>A request inside the dialogue of a subscription.</summary>
public sealed record SubscribeCame(ServerTransaction Transaction);

/// <summary>What makes a subscription the same one again: a phone that lost its memory and asks anew has one, not two.</summary>
/// <param name="Subscriber">Who watches.</param>
/// <param name="Contact">With which phone.</param>
/// <param name="Target">Whom.</param>
/// <param name="Event">For what.</param>
internal readonly record struct SubscriptionKey(ExtensionNumber Subscriber, string Contact, ExtensionNumber Target, EventHeader Event);

/// <summary>A subscription that was found good begins.</summary>
/// <param name="Asked">What was asked.</param>
/// <param name="Key">What makes it the same again.</param>
/// <param name="Serial">Tells it from one before with the same key.</param>
/// <param name="Package">What is told.</param>
internal sealed record OpenSubscription(NewSubscription Asked, SubscriptionKey Key, long Serial, EventPackage Package);

/// <summary>A subscription is forgotten without a word: its phone has a new one in its place.</summary>
internal sealed record DropSubscription(SubscriptionKey Key);

/// <summary>A subscription is over.</summary>
internal sealed record SubscriptionEnded(SubscriptionKey Key, long Serial);

/// <summary>What is watched stands so.</summary>
internal sealed record StateShown(WatchedState State);
