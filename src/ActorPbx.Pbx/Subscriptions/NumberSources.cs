using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Publications;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>What this node knows of a number: its extension, its mailbox, and what its phones publish. Each says at once how it stands, and then what changes.</summary>
internal sealed class NumberSources(SubscriptionParts parts, ExtensionNumber number, IActorRef watcher)
{
    private NumberState? _seen;
    private MessageCounts? _mailbox;
    private ImmutableArray<PublishedPresence>? _published;

    /// <summary>Whether all have spoken.</summary>
    public bool IsComplete => _seen is not null && _mailbox is not null && _published is not null;

    /// <summary>The number itself; ask only when complete.</summary>
    public NumberState Seen => _seen!;

    /// <summary>Its mailbox; ask only when complete.</summary>
    public MessageCounts Mailbox => _mailbox!;

    /// <summary>What its phones publish; ask only when complete.</summary>
    public ImmutableArray<PublishedPresence> Published => _published!.Value;

    /// <summary>Asks all to speak.</summary>
    public void Watch()
    {
        parts.Extensions.Tell(new WatchNumber(number, watcher));
        parts.Messages.Tell(new WatchMailbox(number, watcher));
        parts.Publications.Tell(new WatchPublications(number, watcher));
    }

    /// <summary>Asks them to be silent again.</summary>
    public void Unwatch()
    {
        parts.Extensions.Tell(new UnwatchNumber(number, watcher));
        parts.Messages.Tell(new UnwatchMailbox(number, watcher));
        parts.Publications.Tell(new UnwatchPublications(number, watcher));
    }

    public void Hear(NumberShown shown) => _seen = shown.State;

    public void Hear(MailboxShown shown) => _mailbox = shown.Counts;

    public void Hear(PublicationsShown shown) => _published = shown.Published;
}
