using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Trunks;

/// <summary>A question of the clerk is to be put again.</summary>
internal sealed record LeaseDue(CallId Call, bool IsReturn);

/// <summary>
/// Asks the holder of a cluster-wide trunk for places and gives them back, for the trunk's actor on this node. A call counts from the first question on
/// until its place was given back; the word of a holder older than the one that this node reported to is void.
/// </summary>
internal sealed class LeaseClerk(TrunkProfile trunk, TrunkPlaces places, IActorRef self)
{
    private const int Patience = 15;
    private const int CostOfSilence = 5;
    private static readonly TimeSpan s_askTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<CallId, Wish> _wishes = [];
    private IActorRef _cluster = ActorRefs.Nobody;
    private long _incarnation;
    private long _reportedTo;
    private Origin? _holder;

    /// <summary>Who counts, as far as this node was told.</summary>
    public TrunkCountView Count => new(_holder, _reportedTo);

    /// <summary>This node is in a cluster.</summary>
    public void Join(IActorRef cluster)
    {
        _cluster = cluster;
        cluster.Tell(new SubscribeToCluster(), self);
        cluster.Tell(new Serve(trunk.LeaseName), self);
    }

    /// <summary>The cluster says who this node is.</summary>
    public void Know(CurrentClusterState state) => _incarnation = state.Self.Incarnation;

    /// <summary>Wants a place for a call that this node counts already.</summary>
    public void Ask(ReserveTrunk reserve, IActorRef asker)
    {
        _wishes[reserve.Call] = new Wish(reserve, asker);
        Put(new LeaseDue(reserve.Call, IsReturn: false));
    }

    /// <summary>Gives a place back that this node does not count any longer.</summary>
    public void Return(CallId call)
    {
        _wishes.Remove(call);
        Put(new LeaseDue(call, IsReturn: true));
    }

    /// <summary>Puts a question, or puts it again.</summary>
    public void Put(LeaseDue due)
    {
        ClusterMessage? message = due.IsReturn ? new ReturnLease(due.Call.Value, _incarnation)
            : _wishes.TryGetValue(due.Call, out var wish) ? new AskLease(due.Call.Value, wish.Reserve.Direction == TrunkDirection.Outgoing, _incarnation)
            : null;
        if (message is not null)
        {
            _cluster.Tell(new AskSingleton(trunk.LeaseName, message, s_askTime, due), self);
        }
    }

    /// <summary>The holder answered. The wish with its verdict, once there is one.</summary>
    /// <param name="due">What was asked.</param>
    /// <param name="answer">The answer; null when there was none.</param>
    /// <param name="timers">For another try.</param>
    public (ReserveTrunk Reserve, IActorRef Asker, bool Granted)? Hear(LeaseDue due, LeaseAnswered? answer, ITimerScheduler timers)
    {
        if (due.IsReturn)
        {
            if (answer is null)
            {
                timers.StartSingleTimer(due, due, s_askTime);
            }

            return null;
        }

        if (!_wishes.TryGetValue(due.Call, out var wish))
        {
            return null;
        }

        var isVoid = answer is null || answer.AskAgain || answer.Epoch < _reportedTo;
        wish.Tries += answer is null ? CostOfSilence : 1;
        if (isVoid && wish.Tries < Patience)
        {
            timers.StartSingleTimer(due, due, s_pause);
            return null;
        }

        _wishes.Remove(due.Call);
        return (wish.Reserve, wish.Asker, !isVoid && answer!.Granted);
    }

    /// <summary>A new holder asks what lives here; from now on nobody older is believed.</summary>
    public void Report(Received received)
    {
        if (received is { Message: AskHeldLeases ask, ReplyTo: { } replyTo } && ask.Epoch >= _reportedTo)
        {
            (_reportedTo, _holder) = (ask.Epoch, received.From);
            var held = places.Held.Select(call => new HeldLease(call.Key.Value, call.Value.Direction == TrunkDirection.Outgoing));
            _cluster.Tell(new Reply(replyTo, new HeldLeases(_incarnation, [.. held])), self);
        }
    }

    private sealed class Wish(ReserveTrunk reserve, IActorRef asker)
    {
        public ReserveTrunk Reserve { get; } = reserve;

        public IActorRef Asker { get; } = asker;

        public int Tries { get; set; }
    }
}
