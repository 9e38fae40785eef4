using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>An owner of records who offers each until it is confirmed, as the store of a branch does.</summary>
internal sealed class Outbox(TestNode node)
{
    private readonly Dictionary<string, int> _offers = [];

    /// <summary>Keys that the broker has confirmed.</summary>
    public HashSet<string> Safe => [.. node.Told<TestNode.Enqueued>().Select(enqueued => enqueued.Key)];

    /// <summary>Keys with more answers than offers.</summary>
    public IEnumerable<string> AnsweredTwice
    {
        get
        {
            var answers = Answers();
            return _offers.Where(offered => answers.GetValueOrDefault(offered.Key) > offered.Value).Select(offered => offered.Key);
        }
    }

    public void Offer(int count)
    {
        for (var number = 0; number < count; number++)
            Offer($"k{_offers.Count}");
    }

    /// <summary>Offers again what was refused; returns how many are confirmed.</summary>
    public int TryAgain()
    {
        var (safe, answers) = (Safe, Answers());
        foreach (var (key, offers) in _offers.ToArray())
        {
            if (!safe.Contains(key) && answers.GetValueOrDefault(key) == offers)
                Offer(key);
        }

        return safe.Count;
    }

    private void Offer(string key)
    {
        _offers[key] = _offers.GetValueOrDefault(key) + 1;
        node.Enqueue("records", key);
    }

    private Dictionary<string, int> Answers() => node.Told<TestNode.Enqueued>().Select(enqueued => enqueued.Key)
        .Concat(node.Told<TestNode.NotEnqueued>().Select(refused => refused.Key)).CountBy(key => key).ToDictionary();
}
