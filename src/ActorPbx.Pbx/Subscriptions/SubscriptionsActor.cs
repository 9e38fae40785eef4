using ActorPbx.Domain.Extensions;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>
/// All subscriptions of a domain: lets in who may watch, within bounds, and keeps an actor for each number that is watched.
/// </summary>
public sealed class SubscriptionsActor : ReceiveActor
{
    private readonly SubscriptionParts _parts;
    private readonly WatchPermit _permit;
    private readonly Dictionary<SubscriptionKey, long> _serials = [];
    private readonly Dictionary<ExtensionNumber, int> _bySubscriber = [];
    private readonly Dictionary<ExtensionNumber, WatchedNumber> _numbers = [];
    private long _serial;

    /// <summary>The subscriptions of one domain.</summary>
    public SubscriptionsActor(SubscriptionParts parts)
    {
        (_parts, _permit) = (parts, new WatchPermit(parts));
        Receive<NewSubscription>(OnNew);
        Receive<SubscriptionEnded>(OnEnded);
        Receive<Terminated>(OnNumberLost);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnNew(NewSubscription asked)
    {
        var request = asked.Transaction.Request;
        var refusal = SubscribeCheck.Refusal(request, _parts.Domain.Subscriptions, out var package, out var header) ?? _permit.Refusal(asked, package);
        if (refusal is not null)
        {
            asked.Transaction.Respond(refusal);
            return;
        }

        var key = new SubscriptionKey(asked.Subscriber.Extension.Number, request.Contact!.Uri.ToString(), asked.Target, header);
        if (!MakeRoom(key, request, out var full))
        {
            asked.Transaction.Respond(full);
            return;
        }

        _serials[key] = ++_serial;
        _numbers[key.Target].Actor.Tell(new OpenSubscription(asked, key, _serial, package));
    }

    // A phone that asks for what it has already takes the place of that; any other takes a new place, while there are some.
    private bool MakeRoom(SubscriptionKey key, SipRequest request, out SipResponse full)
    {
        full = null!;
        if (_serials.ContainsKey(key))
        {
            _numbers[key.Target].Actor.Tell(new DropSubscription(key));
            return true;
        }

        var (mine, policy) = (_bySubscriber.GetValueOrDefault(key.Subscriber), _parts.Domain.Subscriptions);
        _numbers.TryGetValue(key.Target, out var number);
        if (mine >= policy.MaxPerSubscriber || number.Subscriptions >= policy.MaxPerTarget)
        {
            _parts.Log.Warning("Domain {0}: {1} gets no subscription to {2}: it, or that number, has too many", _parts.Domain.Name, key.Subscriber, key.Target);
            full = SipResponse.For(request, 403, "Too Many Subscriptions");
            return false;
        }

        _bySubscriber[key.Subscriber] = mine + 1;
        _numbers[key.Target] = new WatchedNumber(number.Actor ?? Watch(key.Target), number.Subscriptions + 1);
        return true;
    }

    private IActorRef Watch(ExtensionNumber number)
    {
        var parts = _parts;
        return Context.Watch(Context.ActorOf(Props.Create(() => new WatchedNumberActor(parts, number))));
    }

    private void OnEnded(SubscriptionEnded ended)
    {
        if (_serials.GetValueOrDefault(ended.Key) != ended.Serial)
        {
            return;
        }

        Forget(ended.Key);
        var number = _numbers[ended.Key.Target];
        if (number.Subscriptions == 1)
        {
            _numbers.Remove(ended.Key.Target);
            Context.Stop(number.Actor);
            return;
        }

        _numbers[ended.Key.Target] = number with { Subscriptions = number.Subscriptions - 1 };
    }

    private void Forget(SubscriptionKey key)
    {
        _serials.Remove(key);
        if (_bySubscriber[key.Subscriber]-- == 1)
        {
            _bySubscriber.Remove(key.Subscriber);
        }
    }

    // It failed, and its subscriptions with it.
    private void OnNumberLost(Terminated lost)
    {
        foreach (var (target, number) in _numbers)
        {
            if (number.Actor.Equals(lost.ActorRef))
            {
                _numbers.Remove(target);
                foreach (var key in _serials.Keys.Where(key => key.Target == target).ToArray())
                {
                    Forget(key);
                }

                return;
            }
        }
    }

    private readonly record struct WatchedNumber(IActorRef Actor, int Subscriptions);
}
