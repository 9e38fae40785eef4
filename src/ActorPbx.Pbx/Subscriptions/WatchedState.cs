using System.Collections.Immutable;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Presence;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>All that is to be seen of a number, for every event package.</summary>
/// <param name="Number">Whether it is there, and its calls.</param>
/// <param name="Mailbox">What waits for it.</param>
/// <param name="Published">What its phones publish of their user.</param>
/// <param name="IsKnown">False while the branch that owns it has not spoken: then it is not sure that it may be seen, either.</param>
internal sealed record WatchedState(NumberState Number, MessageCounts Mailbox, ImmutableArray<PublishedPresence> Published, bool IsKnown);
