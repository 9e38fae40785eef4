using System.Collections.Concurrent;
using ActorPbx.Domain.Calls;

namespace ActorPbx.Pbx.Gateway;

/// <summary>The call and leg that a dialog belongs to.</summary>
/// <param name="Call">The call's actor.</param>
/// <param name="Id">The call.</param>
/// <param name="Leg">Our leg: the one whose peer sends the request.</param>
/// <param name="Peer">On the caller's leg before the answer: the device whose early dialog it is.</param>
public sealed record DialogOwner(IActorRef Call, CallId Id, LegId Leg, LegId Peer);

/// <summary>Who owns which dialog, by our tag. Read on the transport's threads, so that a request finds its call without a detour.</summary>
public sealed class DialogOwners
{
    private readonly ConcurrentDictionary<string, DialogOwner> _byTag = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IActorRef> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>Dialogs of subscriptions.</summary>
    public int Subscriptions => _subscriptions.Count;

    /// <summary>The subscription whose dialog has this tag of ours, or null.</summary>
    public IActorRef? FindSubscription(string tag) => _subscriptions.GetValueOrDefault(tag);

    /// <summary>A subscription's dialog begins.</summary>
    public void AddSubscription(string tag, IActorRef subscription) => _subscriptions[tag] = subscription;

    /// <summary>A subscription's dialog is over.</summary>
    public void RemoveSubscription(string tag) => _subscriptions.TryRemove(tag, out _);

    /// <summary>Dialogs of calls.</summary>
    public int Count => _byTag.Count;

    /// <summary>Whether a dialog or a subscription lives that has this tag of ours.</summary>
    public bool Knows(string tag) => Find(tag) is not null || FindSubscription(tag) is not null;

    /// <summary>The owner of the dialog with this tag of ours, or null.</summary>
    public DialogOwner? Find(string tag) => _byTag.GetValueOrDefault(tag);

    /// <summary>Whether a call has dialogs. Looks through all of them: for operators, not for calls.</summary>
    public bool Knows(CallId call)
    {
        foreach (var (_, owner) in _byTag)
        {
            if (owner.Id == call)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A dialog begins.</summary>
    public void Add(string tag, DialogOwner owner) => _byTag[tag] = owner;

    /// <summary>A dialog is over.</summary>
    public void Remove(string tag) => _byTag.TryRemove(tag, out _);
}
