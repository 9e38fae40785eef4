using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Messaging;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Singletons;

/// <summary>Which of this node's actors contend for singletons, and which of them is it. The bus knows the node only; on the node the first is the one.</summary>
internal sealed class SingletonDesk(IBus bus, IActorRef cluster, ClusterStatistics statistics, ILoggingAdapter log)
{
    private readonly Dictionary<string, Contest> _contests = [];

    public void Contend(string singleton, IActorRef contender)
    {
        if (!_contests.TryGetValue(singleton, out var contest))
        {
            _contests[singleton] = new Contest { Contenders = { contender } };
            bus.Claim(singleton);
            return;
        }

        if (!contest.Contenders.Contains(contender))
            contest.Contenders.Add(contender);
    }

    // The next on this node has no right to the epoch of the one before, and claims anew.
    public void Resign(string singleton, IActorRef contender)
    {
        if (!_contests.TryGetValue(singleton, out var contest))
            return;
        var first = contest.Contenders[0].Equals(contender);
        contest.Contenders.Remove(contender);
        if (!first)
            return;
        Withdraw(singleton, contest);
        bus.Release(singleton);
        if (contest.Contenders.Count > 0)
            bus.Claim(singleton);
        else
            _contests.Remove(singleton);
    }

    public void Gone(IActorRef contender)
    {
        foreach (var singleton in _contests.Where(contest => contest.Value.Contenders.Contains(contender)).Select(contest => contest.Key).ToArray())
            Resign(singleton, contender);
    }

    public void Granted(string singleton, long epoch)
    {
        // An epoch that was overtaken on its way here is that of a claim given up since.
        if (!_contests.TryGetValue(singleton, out var contest) || epoch <= contest.Epoch)
            return;
        contest.Epoch = epoch;
        contest.Held = true;
        statistics.Hold(singleton, epoch);
        log.Info("This node is {0} now, epoch {1}", singleton, epoch);
        bus.Subscribe(Topics.SingletonPattern(singleton));
        contest.Contenders[0].Tell(new SingletonGranted(singleton, epoch), cluster);
    }

    public void Lost(string singleton)
    {
        if (!_contests.TryGetValue(singleton, out var contest) || !contest.Held)
            return;
        Withdraw(singleton, contest);
        contest.Contenders[0].Tell(new SingletonLost(singleton), cluster);
    }

    /// <summary>This node's actor that is it now, and its epoch.</summary>
    public (IActorRef Holder, long Epoch)? Holder(string singleton) =>
        _contests.TryGetValue(singleton, out var contest) && contest.Held ? (contest.Contenders[0], contest.Epoch) : null;

    private void Withdraw(string singleton, Contest contest)
    {
        if (!contest.Held)
            return;
        bus.Unsubscribe(Topics.SingletonPattern(singleton));
        statistics.Lose(singleton);
        log.Info("This node is {0} no longer, epoch {1}", singleton, contest.Epoch);
        contest.Held = false;
    }

    private sealed class Contest
    {
        public List<IActorRef> Contenders { get; } = [];

        public long Epoch { get; set; }

        public bool Held { get; set; }
    }
}
