using ActorPbx.Cluster.Tests.RabbitMq;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Cluster;

/// <summary>A cluster's users at a broker and its nodes' certificates, made by the scripts that operators have, and the configuration that makes a node a member.</summary>
internal sealed class ClusterCharter
{
    private readonly string _name;
    private readonly TestBroker _broker;
    private readonly string _certificates;
    private readonly Dictionary<string, string> _passwords;

    private ClusterCharter(string name, TestBroker broker, string certificates, Dictionary<string, string> passwords) =>
        (_name, _broker, _certificates, _passwords) = (name, broker, certificates, passwords);

    /// <summary>Founds one for nodes that are written NODE.BRANCH.</summary>
    public static async Task<ClusterCharter> Write(TestBroker broker, params string[] nodes)
    {
        var name = $"e{Guid.NewGuid():N}"[..9];
        var file = Path.Combine(broker.Folder, $"{name}-passwords");
        var certificates = Path.Combine(broker.Folder, $"{name}-certificates");
        var branches = nodes.Select(node => node.Split('.')[1]).Where(branch => branch != "hq").Distinct();
        await broker.Run("env", [$"PASSWORDS={file}", "bash", Script("users"), name, .. branches]);
        await broker.Run("env", [$"CERTIFICATES={certificates}", "bash", Script("certificates"), name, .. nodes]);
        var passwords = File.ReadLines(file).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1]);
        return new ClusterCharter(name, broker, certificates, passwords);
    }

    /// <summary>What a node's configuration says about the cluster; its links are taken at an address.</summary>
    public string Member(string node, string branch, string linkAddress) => $$"""
        node.name = {{node}}
        links {
          listen = [ { address = "{{linkAddress}}" } ]
          certificate = "{{_certificates}}/{{node}}.pem", private-key = "{{_certificates}}/{{node}}.key", authority = "{{_certificates}}/authority.pem"
        }
        cluster {
          name = {{_name}}, branch = {{branch}}, provider = rabbitmq
          rabbitmq { uris = ["amqp://{{_broker.Address}}:{{_broker.Port}}/{{_name}}"], user = {{_name}}-{{branch}}, password = {{_passwords[$"{_name}-{branch}"]}} }
        }

        """;

    /// <summary>The numbers that a node announces; none for a T-MSS.</summary>
    public static string Announce(params string[] ranges) =>
        $$"""domains."{{Exchange.Domain}}".announce = [{{string.Join(", ", ranges.Select(range => $"\"{range}\""))}}]""" + "\n";

    private static string Script(string what) => Path.Combine(AppContext.BaseDirectory, "scripts", $"make-cluster-{what}");
}
