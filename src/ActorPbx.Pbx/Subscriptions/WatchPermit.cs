using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Subscriptions.Distant;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>Who may watch whom in a domain.</summary>
internal sealed class WatchPermit(SubscriptionParts parts)
{
    /// <summary>The response that refuses a subscription, or null.</summary>
    public SipResponse? Refusal(NewSubscription asked, EventPackage package)
    {
        var request = asked.Transaction.Request;
        var watcher = asked.Subscriber.Extension;
        if (asked.Target == watcher.Number)
        {
            return null;
        }

        // Without the right nobody learns which numbers there are.
        if (package.IsPrivate || !watcher.Class.Watching.MayWatchOthers)
        {
            return SipResponse.For(request, 403);
        }

        if (GroupOf(asked.Target) is not { } group)
        {
            return IsElsewhere(asked.Target) ? null : SipResponse.For(request, 404);
        }

        return watcher.Class.Watching.Allow(group) ? null : SipResponse.For(request, 403);
    }

    private string? GroupOf(ExtensionNumber number) => parts.Domain.Find(number)?.Class.Watching.Group;

    // Its home says later whether there is such a number, and of which group it is.
    private bool IsElsewhere(ExtensionNumber number) =>
        parts.Routing.Branch is { } branch && DistantNames.CanBeWatched(number)
        && branch.Numbers.Plan.Find(parts.Domain.Name, number.Value) is { } owner && owner.Home != branch.Self;
}
