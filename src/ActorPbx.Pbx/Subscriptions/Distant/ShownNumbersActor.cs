using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Roaming;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>The numbers of this node that other branches watch: each has an actor as long as it is watched, and only then its state goes over the bus.</summary>
public sealed class ShownNumbersActor : ReceiveActor
{
    private const int MostNumbers = 10_000;
    private readonly SubscriptionParts _parts;
    private readonly Dictionary<ExtensionNumber, IActorRef> _numbers = [];
    private IActorRef _cluster = ActorRefs.Nobody;

    /// <summary>The numbers of one domain.</summary>
    public ShownNumbersActor(SubscriptionParts parts)
    {
        _parts = parts;
        Receive<RoamingJoined>(OnJoined);
        Receive<Received>(OnReceived);
        Receive<ClusterEvent.BusRestored>(_ => SayAgain());
        Receive<ClusterEvent>(_ => { });
        Receive<CurrentClusterState>(_ => { });
        Receive<Terminated>(OnEnded);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnJoined(RoamingJoined joined)
    {
        _cluster = joined.Cluster;
        _cluster.Tell(new Serve(DistantNames.ServiceOf(_parts.Domain)));
        _cluster.Tell(new SubscribeToCluster());
    }

    // What was said while there was no bus is lost.
    private void SayAgain()
    {
        foreach (var number in _numbers.Values)
        {
            number.Tell(new StateIsLost());
        }
    }

    private void OnReceived(Received received)
    {
        switch (received.Message)
        {
            case AskNumber ask when ask.Domain == _parts.Domain.Name.Value && received.ReplyTo is { } replyTo && DistantNames.CanBeWatched(new ExtensionNumber(ask.Number)):
                Number(new ExtensionNumber(ask.Number))?.Tell(new NumberAsked(received.From, replyTo));
                break;
            case NumberUnwatched unwatched when unwatched.Domain == _parts.Domain.Name.Value && _numbers.TryGetValue(new ExtensionNumber(unwatched.Number), out var number):
                number.Tell(new NumberLeft(received.From));
                break;
        }
    }

    private IActorRef? Number(ExtensionNumber number)
    {
        if (!_numbers.TryGetValue(number, out var actor) && _numbers.Count < MostNumbers)
        {
            var (parts, cluster) = (_parts, _cluster);
            actor = _numbers[number] = Context.Watch(Context.ActorOf(Props.Create(() => new ShownNumberActor(parts, number, cluster))));
        }

        return actor;
    }

    private void OnEnded(Terminated ended)
    {
        foreach (var (number, actor) in _numbers)
        {
            if (actor.Equals(ended.ActorRef))
            {
                _numbers.Remove(number);
                return;
            }
        }
    }
}

/// <summary>A node wants to know how the number stands, now and for a while.</summary>
internal sealed record NumberAsked(Origin By, ReplyAddress ReplyTo);

/// <summary>Say how the number stands: what was said of it may not have been heard.</summary>
internal sealed record StateIsLost;

/// <summary>A node wants to know it no longer.</summary>
internal sealed record NumberLeft(Origin By);
