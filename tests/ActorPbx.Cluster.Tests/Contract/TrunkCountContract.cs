using System.Collections.Immutable;
using System.Diagnostics;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>A trunk whose limit spans the cluster, at two T-MSS nodes with the real actors of trunks and leases, over every engine.</summary>
public abstract class TrunkCountContract(Config config) : ClusterContract(config)
{
    private const string Trunk = "carrier";
    private const int Limit = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private int _calls;

    [Fact]
    public async Task A_limit_holds_over_the_death_of_the_node_that_counts_and_no_place_is_lost()
    {
        var (one, other) = (Start("t1"), Start("t2"));
        var living = new List<TrunkCall>();
        Fill(living, one, other);
        one.Holder(this).ShouldBe(other.Holder(this));

        var (dead, survivor) = one.Holder(this) == "t1" ? (one, other) : (other, one);
        var theirs = living.Count(call => call.Node == survivor);
        theirs.ShouldBeInRange(1, Limit - 1);
        await Kill(dead);
        living.RemoveAll(call => call.Node == dead);
        var again = Start(dead.Name, incarnation: 2);
        Fill(living, survivor, again);
        survivor.Epoch(this).ShouldBeGreaterThan(1, "another node, or another process, counts now");

        foreach (var call in living)
        {
            call.Node.Trunks.Tell(new ReleaseTrunk(Trunk, call.Id), call.Probe.Ref);
        }

        living.Clear();
        Fill(living, again, survivor);
    }

    // Calls in turn until the limit is reached; then nobody gets a place.
    private void Fill(List<TrunkCall> living, params TrunkNode[] nodes)
    {
        var started = Stopwatch.GetTimestamp();
        for (var turn = 0; living.Count < Limit; turn++)
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, $"{living.Count} places of {Limit}");
            if (TryCall(nodes[turn % nodes.Length]) is { } call)
            {
                living.Add(call);
            }
        }

        foreach (var node in nodes)
        {
            TryCall(node).ShouldBeNull($"a place beyond the limit at {node.Name}");
        }
    }

    private TrunkCall? TryCall(TrunkNode node)
    {
        var call = new TrunkCall(node, new CallId($"call-{++_calls}"), CreateTestProbe());
        node.Trunks.Tell(new ReserveTrunk(Trunk, call.Id, TrunkDirection.Incoming, ""), call.Probe.Ref);
        return Told<object>(call.Probe, answer => answer is TrunkAdmitted or TrunkRefused) is TrunkAdmitted ? call : null;
    }

    private TrunkNode Start(string name, long incarnation = 1)
    {
        var node = Node("hq", name, NodeRoles.Trunk, incarnation);
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add(
                    Trunk, new TrunkSettings { Addresses = ["sip:192.0.2.77"], MaxIncoming = Limit, MaxOutgoing = Limit, ClusterLimit = true }),
            }),
        };
        var domain = new DirectoryBuilder(settings, "/").Build().Domains[0];
        var sources = new TrunkSources();
        var trunks = Sys.ActorOf(Props.Create(() => new TrunksActor(domain, new NoCarrier(), sources)));
        trunks.Tell(new TrunksJoined(node.Actor));
        return new TrunkNode(name, node, trunks);
    }

    private async Task Kill(TrunkNode node)
    {
        await Lab.Cut(node.Member.Bus);
        Sys.Stop(node.Trunks);
        Sys.Stop(node.Member.Actor);
        await node.Member.Bus.DisposeAsync();
    }

    private TrunkCountView Count(TrunkNode node)
    {
        var probe = CreateTestProbe();
        node.Trunks.Tell(new ListTrunks(), probe.Ref);
        return Told<TrunkList>(probe).Trunks.ShouldHaveSingleItem().Count.ShouldNotBeNull();
    }

    private sealed record TrunkNode(string Name, ClusterMember Member, IActorRef Trunks)
    {
        public string Holder(TrunkCountContract test) => test.Count(this).Holder.ShouldNotBeNull().Node.Value;

        public long Epoch(TrunkCountContract test) => test.Count(this).Epoch;
    }

    private sealed record TrunkCall(TrunkNode Node, CallId Id, TestProbe Probe);

    /// <summary>A carrier that nobody finds: calls only come from it.</summary>
    private sealed class NoCarrier : ISipOutlet
    {
        public ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user) => throw new InvalidOperationException("there is nobody to send to");

        public string SentByTowards(SipTarget target) => "192.0.2.1:5060";

        public System.Net.IPAddress LocalAddressTowards(SipTarget target) => System.Net.IPAddress.Loopback;

        public ValueTask<SipTarget?> ResolveAsync(SipUri uri) => ValueTask.FromResult<SipTarget?>(null);
    }
}
