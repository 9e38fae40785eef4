using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Publications;

/// <summary>A PUBLISH whose sender is known (RFC 3903).</summary>
/// <param name="Publisher">Who publishes.</param>
/// <param name="Target">Of whom it says something.</param>
/// <param name="Transaction">Waits for the answer.</param>
public sealed record NewPublication(Identity Publisher, ExtensionNumber Target, ServerTransaction Transaction);

/// <summary>Tell the watcher what is published of the number, at once and whenever it changes; answered by <see cref="PublicationsShown"/>.</summary>
public sealed record WatchPublications(ExtensionNumber Number, IActorRef Watcher);

/// <summary>Takes <see cref="WatchPublications"/> back.</summary>
public sealed record UnwatchPublications(ExtensionNumber Number, IActorRef Watcher);

/// <summary>What is published of a number.</summary>
public sealed record PublicationsShown(ExtensionNumber Number, ImmutableArray<PublishedPresence> Published);
