using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Domain.Tests.Trunks;

/// <summary>
/// T-MSS nodes, holders of the count and the messages between them, late but in order for each pair; anybody may crash at any moment.
/// A call lives from the grant until it ends or its node dies.
/// </summary>
internal sealed class LeaseWorld
{
    public const int Limit = 3;
    private const int NodeCount = 3;
    private readonly System.Random _random;
    private readonly Node[] _nodes;
    private readonly List<Holder> _holders = [];
    private int _calls;

    public LeaseWorld(System.Random random)
    {
        _random = random;
        _nodes = [.. Enumerable.Range(0, NodeCount).Select(i => new Node(new NodeName($"t{i}"), 1))];
        NewHolder();
    }

    public int LivingCalls => _nodes.Sum(node => node.Granted.Count);

    public int CountedPlaces => _holders[^1].State.Count(TrunkDirection.Outgoing);

    public void Step()
    {
        switch (_random.Next(12))
        {
            case < 3: Call(_random.Next(NodeCount)); break;
            case < 5: End(_nodes[_random.Next(NodeCount)]); break;
            case 5 when _random.Next(4) == 0: Crash(_random.Next(NodeCount)); break;
            case 6 when _random.Next(4) == 0: NewHolder(); break;
            default: Deliver(); break;
        }
    }

    public void Call(int node)
    {
        var call = new CallId($"c{_calls++}");
        _nodes[node].Asked.Add(call);
        Send(_nodes[node], new Reserve(_nodes[node].Incarnation, call));
    }

    public void Quiet()
    {
        while (Deliver())
        {
        }

        // What the last holder was asked while it rebuilt is asked again.
        foreach (var node in _nodes)
        {
            foreach (var call in node.Asked.ToArray())
            {
                Send(node, new Reserve(node.Incarnation, call));
            }
        }

        while (Deliver())
        {
        }
    }

    public void EndAllCalls()
    {
        foreach (var node in _nodes)
        {
            while (node.Granted.Count > 0)
            {
                End(node);
            }
        }
    }

    private void End(Node node)
    {
        if (node.Granted.Count == 0)
        {
            return;
        }

        var call = node.Granted.First();
        node.Granted.Remove(call);
        Send(node, new Released(node.Incarnation, call));
    }

    private void Crash(int index)
    {
        var old = _nodes[index];
        _nodes[index] = new Node(old.Name, old.Incarnation + 1);
        foreach (var holder in _holders)
        {
            holder.ToNode[old.Name].Clear();
            holder.FromNode[old.Name].Enqueue(new Died(old.Incarnation));
        }
    }

    // The old holder may not know yet that it is none any longer.
    private void NewHolder()
    {
        var holder = new Holder(_holders.Count + 1, LeaseLogic.Begin(new TrunkLimits(Limit, Limit), _nodes.ToImmutableDictionary(node => node.Name, node => node.Incarnation)));
        foreach (var node in _nodes)
        {
            holder.ToNode[node.Name] = new Queue<object>([new Tell()]);
            holder.FromNode[node.Name] = new Queue<object>();
        }

        _holders.Add(holder);
    }

    private void Send(Node node, object message) => _holders[^1].FromNode[node.Name].Enqueue(message);

    private bool Deliver()
    {
        var ways = (from holder in _holders
                    from node in _nodes
                    from queue in new[] { holder.ToNode[node.Name], holder.FromNode[node.Name] }
                    where queue.Count > 0
                    select (holder, node, queue)).ToArray();
        if (ways.Length == 0)
        {
            return false;
        }

        var (to, with, messages) = ways[_random.Next(ways.Length)];
        var message = messages.Dequeue();
        if (ReferenceEquals(messages, to.ToNode[with.Name]))
        {
            AtNode(with, to, message);
        }
        else
        {
            AtHolder(to, with.Name, message);
        }

        return true;
    }

    private static void AtNode(Node node, Holder holder, object message)
    {
        if (message is Tell)
        {
            node.Epoch = Math.Max(node.Epoch, holder.Epoch);
            holder.FromNode[node.Name].Enqueue(new Report(node.Incarnation, [.. node.Asked.Concat(node.Granted)]));
            return;
        }

        var answer = (Answer)message;
        if (holder.Epoch < node.Epoch || !node.Asked.Contains(answer.Call) || answer.Verdict == LeaseVerdict.NotYet)
        {
            return;
        }

        node.Asked.Remove(answer.Call);
        if (answer.Verdict == LeaseVerdict.Granted)
        {
            node.Granted.Add(answer.Call);
        }
    }

    private static void AtHolder(Holder holder, NodeName node, object message)
    {
        switch (message)
        {
            case Report report:
                holder.State = LeaseLogic.Reported(holder.State, node, report.Incarnation, [.. report.Calls.Select(call => new TrunkLease(call, TrunkDirection.Outgoing))]);
                break;
            case Reserve reserve:
                (holder.State, var verdict) = LeaseLogic.Reserve(holder.State, node, reserve.Incarnation, new TrunkLease(reserve.Call, TrunkDirection.Outgoing));
                holder.ToNode[node].Enqueue(new Answer(reserve.Call, verdict));
                break;
            case Released released: holder.State = LeaseLogic.Release(holder.State, node, released.Incarnation, released.Call); break;
            case Died died: holder.State = LeaseLogic.Gone(holder.State, node, died.Incarnation); break;
        }
    }

    private sealed record Tell;

    private sealed record Report(long Incarnation, ImmutableArray<CallId> Calls);

    private sealed record Reserve(long Incarnation, CallId Call);

    private sealed record Released(long Incarnation, CallId Call);

    private sealed record Died(long Incarnation);

    private sealed record Answer(CallId Call, LeaseVerdict Verdict);

    private sealed class Node(NodeName name, long incarnation)
    {
        public NodeName Name { get; } = name;

        public long Incarnation { get; } = incarnation;

        public long Epoch { get; set; }

        public HashSet<CallId> Asked { get; } = [];

        public HashSet<CallId> Granted { get; } = [];
    }

    private sealed class Holder(long epoch, TrunkLeases state)
    {
        public long Epoch { get; } = epoch;

        public TrunkLeases State { get; set; } = state;

        public Dictionary<NodeName, Queue<object>> ToNode { get; } = [];

        public Dictionary<NodeName, Queue<object>> FromNode { get; } = [];
    }
}
