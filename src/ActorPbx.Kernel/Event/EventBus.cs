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
    private readonly Dictionary<TClassifier, List<Subscription>> _subscriptions = [];
    private ConcurrentDictionary<TClassifier, TSubscriber[]> _cache = new();

    /// <summary>Subscribes; false if already subscribed.</summary>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(classifier, out List<Subscription>? list))
            {
                _subscriptions[classifier] = list = [];
            }

            if (list.Exists(s => s.Subscriber.Equals(subscriber)))
            {
                return false;
            }

            list.Add(new Subscription(subscriber));
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
            foreach (List<Subscription> list in _subscriptions.Values)
            {
                any |= list.RemoveAll(s => s.Subscriber.Equals(subscriber)) > 0;
            }

            _cache = new();
            return any;
        }
    }

    /// <summary>Ends a subscription, or takes a class out of a wider one; false if there was none.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_gate)
        {
            _cache = new();
            if (_subscriptions.TryGetValue(classifier, out List<Subscription>? exact))
            {
                return exact.RemoveAll(s => s.Subscriber.Equals(subscriber)) > 0;
            }

            bool any = false;
            foreach (KeyValuePair<TClassifier, List<Subscription>> wider in _subscriptions)
            {
                if (IsSubClassification(wider.Key, classifier) && wider.Value.Find(s => s.Subscriber.Equals(subscriber)) is { } subscription)
                {
                    (subscription.Without ??= []).Add(classifier);
                    any = true;
                }
            }

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
            return [.. _subscriptions.Values.SelectMany(static l => l).Select(static s => s.Subscriber)];
        }
    }

    private TSubscriber[] SubscribersOf(TClassifier classifier) =>
        Volatile.Read(ref _cache).TryGetValue(classifier, out TSubscriber[]? known) ? known : Find(classifier);

    private TSubscriber[] Find(TClassifier classifier)
    {
        lock (_gate)
        {
            var found = new List<TSubscriber>();
            foreach (KeyValuePair<TClassifier, List<Subscription>> each in _subscriptions)
            {
                if (IsSubClassification(each.Key, classifier))
                {
                    found.AddRange(each.Value.Where(s => !Excludes(s, classifier)).Select(static s => s.Subscriber).Where(s => !found.Contains(s)));
                }
            }

            TSubscriber[] array = [.. found];
            _cache[classifier] = array;
            return array;
        }
    }

    private bool Excludes(Subscription subscription, TClassifier classifier) =>
        subscription.Without is { } without && without.Exists(w => IsSubClassification(w, classifier));

    private sealed class Subscription(TSubscriber subscriber)
    {
        public TSubscriber Subscriber { get; } = subscriber;

        public List<TClassifier>? Without { get; set; }
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
