using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Storage.Central;

namespace ActorPbx.Node.Control;

/// <summary>Answers operators about the cluster from the actors of this node.</summary>
internal sealed class ClusterOperations(string cluster, NodeCluster node, TimeProvider clock)
{
    // T-MSS nodes tell their digest every two seconds.
    private static readonly TimeSpan AgreementLasts = TimeSpan.FromSeconds(10);

    public async Task<ClusterReport> ReportAsync(CancellationToken cancellation)
    {
        var (actors, who) = (node.Actors, node.Who);
        var state = await NodeAsk.AskAsync<CurrentClusterState>(actors.Watch, new DescribeCluster(), cancellation);
        var directory = await NodeAsk.AskAsync<DirectoryView>(actors.Directory, new DescribeDirectory(), cancellation);
        var links = await NodeAsk.AskAsync<LinksDescribed>(node.Links, new DescribeLinks(), cancellation);
        var trunks = await NodeAsk.AskAsync<TrunkList>(node.Domains, new ListTrunks(), cancellation);
        var outbox = await NodeAsk.AskAsync<OutboxView>(actors.Outbox, new DescribeOutbox(), cancellation);
        var central = actors.Central is null
            ? null
            : await NodeAsk.AskAsync<CentralRecordsView>(actors.Central, new DescribeCentralRecords(), cancellation);
        return new ClusterReport(
            cluster, who.Name.Value, who.Branch.Value, Bus(state),
            [.. state.Members.OrderBy(m => m.Branch != BranchName.Headquarters).ThenBy(m => m.Branch.Value).ThenBy(m => m.Name.Value).Select(m => Row(m, state))],
            [.. links.Links.Select(l => new LinkRow(
                l.Node.Value, l.Branch.Value, l.Health.ToString().ToLowerInvariant(), l.Target, l.Passed, l.Refused, l.InProgress))],
            [.. directory.Nodes.SelectMany(Announced)],
            [.. trunks.Trunks.Select(Trunk)],
            [.. directory.Overlaps.Select(o => new OverlapRow(o.Domain.Value, o.Held.ToString(), o.Holder.Value, o.Claimed.ToString(), o.Claimant.Value))],
            new DirectoryRow(
                directory.Digest.ToString("x16", CultureInfo.InvariantCulture), directory.Nodes.Length, directory.AgreedAt,
                directory.AgreedAt is { } at && clock.GetUtcNow() - at < AgreementLasts),
            new OutboxRow(outbox.Mark, outbox.Sent, outbox.Waiting),
            central is null ? null : new CentralRecordsRow(central.Kept, central.Doubled, central.Fault));
    }

    public async Task ForgetAsync(string name, CancellationToken cancellation)
    {
        if (!node.Who.Roles.HasFlag(NodeRoles.Trunk))
        {
            throw new ControlRefusedException(RefusalCode.Failed, "Headquarters keeps the directory; have the node forgotten at a T-MSS.");
        }

        var state = await NodeAsk.AskAsync<CurrentClusterState>(node.Actors.Watch, new DescribeCluster(), cancellation);
        if (state.Members.Any(m => m.Name.Value == name) && !state.Unreachable.Any(m => m.Name.Value == name))
        {
            throw new ControlRefusedException(RefusalCode.Failed, $"Node {name} lives, and would announce its numbers again; stop it first.");
        }

        var directory = await NodeAsk.AskAsync<DirectoryView>(node.Actors.Directory, new DescribeDirectory(), cancellation);
        if (!directory.Nodes.Any(n => n.Node.Value == name))
        {
            throw new ControlRefusedException(RefusalCode.NotFound, $"The directory has nothing of a node {name}.");
        }

        node.Actors.Directory.Tell(new ForgetNode(new NodeName(name)));
    }

    private BusRow Bus(CurrentClusterState state)
    {
        var (bus, figures) = (node.Node.Bus, node.Node.Statistics);
        return new BusRow(
            state.BusFault.Length == 0 ? "up" : "degraded", state.BusFault, bus.Published, bus.Received, bus.Dropped, bus.Reconnections, bus.Unvouched,
            figures.Unknown, figures.Malformed, figures.Unserved);
    }

    private static MemberRow Row(Member member, CurrentClusterState state) => new(
        member.Name.Value, member.Branch.Value, NodeRoleNames.Words(member.Roles), member.Status.ToString().ToLowerInvariant(),
        !state.Unreachable.Any(other => other.Branch == member.Branch && other.Name == member.Name),
        member.Load.Calls, member.Load.LinkIn, member.Load.LinkOut, member.Load.Cpu, member.Load.Draining, member.Version, member.Incarnation,
        [.. member.Links.Select(Link)]);

    private static string Link(LinkAddress link) => string.Create(
        CultureInfo.InvariantCulture, $"{link.Transport} {(link.Address.Contains(':', StringComparison.Ordinal) ? $"[{link.Address}]" : link.Address)}:{link.Port}");

    private static TrunkRow Trunk(TrunkView trunk) => new(
        trunk.Name, trunk.Domain.Value, trunk.Incoming, trunk.Limits.Incoming, trunk.Outgoing, trunk.Limits.Outgoing,
        trunk.Count is null ? "node" : "cluster", trunk.Count?.Holder?.Node.Value ?? "", trunk.Count?.Epoch ?? 0,
        [.. trunk.Peers.Select(peer => new CarrierRow(peer.Address, peer.Health.ToString().ToLowerInvariant()))]);

    private static IEnumerable<AnnouncedRow> Announced(NodeNumbers numbers) =>
        from domain in numbers.Blocks.Select(b => b.Domain).Concat(numbers.Trunks.Select(t => t.Domain)).Distinct()
        select new AnnouncedRow(
            numbers.Branch.Value, numbers.Node.Value, domain.Value,
            [.. numbers.Blocks.Where(b => b.Domain == domain).Select(b => b.Block.ToString())],
            numbers.Elsewhere.Count(e => e.Domain == domain),
            [.. numbers.Trunks.Where(t => t.Domain == domain).Select(t => $"{t.Prefix} ({t.Trunk})")]);
}
