using System.Collections.Immutable;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings.Checks;

/// <summary>What must hold for roles, cluster, branches and central records together.</summary>
internal sealed class ClusterCheck(ConfigurationTree tree, NodeConfiguration settings, NodePaths paths)
{
    private const string NameRule = "write 1 to 63 small letters, digits and hyphens, with no hyphen first or last.";

    private readonly List<ConfigurationProblem> _problems = [];

    private bool IsTrunkNode => settings.Node.Roles.Contains(NodeRole.Tmss);

    public IReadOnlyList<ConfigurationProblem> Problems()
    {
        CheckRoles();
        if (settings.IsClustered)
        {
            CheckMember();
            CheckTimes();
        }

        CheckBroker();
        CheckCentral();
        CheckAnnouncements();
        CheckBranches();
        CheckNetworks();
        return _problems;
    }

    private void CheckRoles()
    {
        Require(
            settings.ServesPhones || IsTrunkNode, "node.roles",
            settings.Node.Roles.IsEmpty ? "the node would do nothing; write lmss, tmss or both." : "media alone is no node; write lmss or tmss beside it.");
        Require(!IsTrunkNode || settings.IsClustered, "node.roles", "a T-MSS is part of a cluster; set cluster.provider, or take tmss out.");
    }

    private void CheckNetworks()
    {
        foreach (var (name, network) in settings.Networks)
        {
            foreach (var other in network.Reaches.Where(other => other != "*" && !settings.Networks.ContainsKey(other)))
            {
                Say($"networks.{name}.reaches", $"\"{other}\" is no network; name another of networks, or \"*\" for all.");
            }
        }
    }

    private void CheckMember()
    {
        var (node, cluster) = (settings.Node, settings.Cluster);
        var unnamed = node.Name.Length == 0 ? "the machine's name, " : "";
        Require(NodeName.IsValid(node.ActualName), "node.name", $"{unnamed}\"{node.ActualName}\" cannot name a node of a cluster; {NameRule}");
        Require(NodeName.IsValid(cluster.Name), "cluster.name", $"\"{cluster.Name}\" cannot name a cluster; {NameRule}");
        if (cluster.Branch.Length == 0)
        {
            Say("cluster.branch", $"is missing; write the branch's name, or {BranchName.Headquarters} for a T-MSS.");
        }
        else if (!NodeName.IsValid(cluster.Branch))
        {
            Say("cluster.branch", $"\"{cluster.Branch}\" cannot name a branch; {NameRule}");
        }
        else
        {
            Require(
                !IsTrunkNode || cluster.Branch == BranchName.Headquarters.Value, "cluster.branch",
                $"a T-MSS belongs to headquarters; write {BranchName.Headquarters}, or take tmss out of node.roles.");
        }
    }

    private void CheckTimes()
    {
        var heartbeat = settings.Cluster.Heartbeat;
        Require(heartbeat.Interval >= TimeSpan.FromMilliseconds(50), "cluster.heartbeat.interval", "must be at least 50ms.");
        Require(heartbeat.AcceptablePause >= TimeSpan.Zero, "cluster.heartbeat.acceptable-pause", "must not be negative.");
        Require(heartbeat.Threshold is > 0 and <= 100, "cluster.heartbeat.threshold", "must be above 0, and 100 at most.");
        Require(heartbeat.RestoreGrace >= TimeSpan.Zero, "cluster.heartbeat.restore-grace", "must not be negative.");
        Require(settings.Cluster.RemoveAfter > TimeSpan.Zero, "cluster.remove-after", "must be longer than nothing.");
        Require(settings.Cluster.MessageLifetime > TimeSpan.Zero, "cluster.message-lifetime", "must be longer than nothing.");
    }

    private void CheckBroker()
    {
        if (settings.Cluster.Provider != ClusterProvider.Rabbitmq)
        {
            return;
        }

        var broker = settings.Cluster.Rabbitmq;
        foreach (var (key, reason) in broker.Problems())
        {
            Say($"cluster.rabbitmq.{key}", reason);
        }

        CheckFile(broker.Certificate, "certificate");
        CheckFile(broker.PrivateKey, "private-key");
        CheckFile(broker.Authorities, "authorities");
    }

    private void CheckFile(string file, string key)
    {
        var full = Path.GetFullPath(file.Length == 0 ? "." : file, paths.BaseDirectory);
        Require(file.Length == 0 || File.Exists(full), $"cluster.rabbitmq.{key}", $"there is no file {full}.");
    }

    private void CheckCentral()
    {
        var central = settings.Records.Central;
        if (central.Provider == CentralProvider.None)
        {
            return;
        }

        Require(IsTrunkNode, "records.central.provider", "headquarters keeps the records of all branches; add tmss to node.roles, or write none.");
        Require(
            central.Provider != CentralProvider.Postgresql || central.Connection.Length > 0,
            "records.central.connection", "is missing; write \"Host=…;Database=…;Username=…;Password=…\".");
        Require(
            central.Provider != CentralProvider.Sqlite || central.Connection.Length == 0,
            "records.central.connection", "is for PostgreSQL; the file of SQLite lies in the data directory.");
    }

    private void CheckAnnouncements()
    {
        foreach (var (name, domain) in settings.Domains)
        {
            CheckBlocks(domain.Announce ?? [], $"domains.\"{name}\".announce");
            CheckRoaming(domain, $"domains.\"{name}\".roaming");
        }
    }

    private void CheckRoaming(DomainSettings domain, string path)
    {
        var roaming = domain.Roaming;
        foreach (var branch in roaming.Allow)
        {
            Require(branch == "*" || NodeName.IsValid(branch), $"{path}.allow", $"\"{branch}\" cannot name a branch; {NameRule} Or write \"*\" for all.");
        }

        foreach (var trunk in roaming.GuestTrunks)
        {
            Require(domain.Trunks.ContainsKey(trunk), $"{path}.guest-trunks", $"there is no trunk \"{trunk}\" in this domain.");
        }

        Require(roaming.Fresh > TimeSpan.Zero, $"{path}.fresh", "must be longer than nothing.");
        Require(roaming.Usable >= roaming.Fresh, $"{path}.usable", "must not be shorter than fresh.");
        Require(roaming.MaxGuests is > 0 and <= 10_000, $"{path}.max-guests", "must be from 1 to 10000.");
    }

    private void CheckBranches()
    {
        Require(settings.Branches.IsEmpty || IsTrunkNode, "branches", "headquarters says what branches may do; move this to the T-MSS nodes.");
        foreach (var (name, branch) in settings.Branches)
        {
            Require(NodeName.IsValid(name), $"branches.\"{name}\"", $"\"{name}\" cannot name a branch; {NameRule}");
            Require(branch.MaxIn >= 0 && branch.MaxOut >= 0, $"branches.\"{name}\"", "max-in and max-out must not be negative; 0 is any number.");
            CheckBlocks(branch.MayOwn, $"branches.\"{name}\".may-own");
        }
    }

    private void CheckBlocks(ImmutableArray<string> blocks, string path)
    {
        for (var i = 0; i < blocks.Length; i++)
        {
            Require(NumberBlock.TryParse(blocks[i]) is not null, $"{path}.{i}", $"\"{blocks[i]}\" is no number and no range; write 4711, 4000-4999 or 4xxx.");
        }
    }

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            Say(path, message);
        }
    }

    private void Say(string path, string message) => _problems.Add(tree.Problem(path, message));
}
