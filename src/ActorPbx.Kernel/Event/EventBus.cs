using System.Collections.Concurrent;
using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Event;

/// <summary>Delivers events to those that subscribed to their class; subscriptions change by copying, so publishing takes no lock.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
    where TEvent : notnull
    where TClassifier : notnull
    where TSubscriber : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TClassifier, List<TSubscriber>> _subscriptions = [];
    private ConcurrentDictionary<TClassifier, TSubscriber[]> _cache = new();

    /// <summary>Subscribes; false if already subscribed.</summary>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(classifier, out List<TSubscriber>? list))
            {
                _subscriptions[classifier] = list = [];
            }

            if (list.Contains(subscriber))
            {
                return false;
            }

            list.Add(subscriber);
            _cache = new();
            return true;
        }
    }

    /// <summary>Ends all subscriptions; false if there was none.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber)
    {
        lock (_gate)
        {
            bool any = false;
            foreach (List<TSubscriber> list in _subscriptions.Values)
            {
                any |= list.Remove(subscriber);
            }

            _cache = new();
            return any;
        }
    }

    /// <summary>Ends a subscription; false if there was none.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_gate)
        {
            bool any = false;
            foreach (KeyValuePair<TClassifier, List<TSubscriber>> each in _subscriptions)
            {
                if (IsSubClassification(classifier, each.Key))
                {
                    any |= each.Value.Remove(subscriber);
                }
            }

            _cache = new();
            return any;
        }
    }

    /// <summary>Delivers an event.</summary>
    public virtual void Publish(TEvent @event)
    {
        foreach (TSubscriber subscriber in SubscribersOf(GetClassifier(@event)))
        {
            Publish(@event, subscriber);
        }
    }

    internal bool HasSubscribers(TClassifier classifier) => SubscribersOf(classifier).Length > 0;

    internal HashSet<TSubscriber> Subscribers()
    {
        lock (_gate)
        {
            return [.. _subscriptions.Values.SelectMany(static l => l)];
        }
    }

    private TSubscriber[] SubscribersOf(TClassifier classifier) =>
        Volatile.Read(ref _cache).TryGetValue(classifier, out TSubscriber[]? known) ? known : Find(classifier);

    private TSubscriber[] Find(TClassifier classifier)
    {
        lock (_gate)
        {
            var found = new List<TSubscriber>();
            foreach (KeyValuePair<TClassifier, List<TSubscriber>> each in _subscriptions)
            {
                if (IsSubClassification(each.Key, classifier))
                {
                    found.AddRange(each.Value.Where(s => !found.Contains(s)));
                }
            }

            TSubscriber[] array = [.. found];
            _cache[classifier] = array;
            return array;
        }
    }

    /// <summary>Whether events of the child class are also of the parent class.</summary>
    protected abstract bool IsSubClassification(TClassifier parent, TClassifier child);

    /// <summary>Delivers to one subscriber.</summary>
    protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    /// <summary>Whether the event is of the class.</summary>
    protected abstract bool Classify(TEvent @event, TClassifier classifier);

    /// <summary>The class of an event.</summary>
    protected abstract TClassifier GetClassifier(TEvent @event);
}

/// <summary>Delivers events to actors.</summary>
public abstract class ActorEventBus<TEvent, TClassifier> : EventBus<TEvent, TClassifier, IActorRef>
    where TEvent : notnull
    where TClassifier : notnull
{
    /// <inheritdoc />
    protected override void Publish(TEvent @event, IActorRef subscriber) => subscriber.Tell(@event, ActorRefs.NoSender);
}
