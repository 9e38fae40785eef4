using System.Text;
using System.Text.Json;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Hocon;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Tests.Settings;

/// <summary>The files of cluster-config.</summary>
public class ShippedConfigurationTests
{
    private static readonly string Folder = Path.GetDirectoryName(ConfigurationFiles.Find(null, null, AppContext.BaseDirectory))!;

    [Fact]
    public void The_base_file_says_every_default_as_the_program_has_it()
    {
        var tree = ConfigurationReader.ReadTree(Path.Combine(Folder, "base.conf")).Root;
        var written = HoconBinder.Bind<NodeConfiguration>(tree);
        Text(written).ShouldBe(Text(new NodeConfiguration()));
    }

    [Fact]
    public void The_base_file_names_every_setting()
    {
        var tree = ConfigurationReader.ReadTree(Path.Combine(Folder, "base.conf")).Root;
        foreach (var section in typeof(NodeConfiguration).GetProperties().Where(p => p.PropertyType.Name.EndsWith("Settings", StringComparison.Ordinal)))
        {
            foreach (var property in section.PropertyType.GetProperties().Where(p => p.CanWrite))
            {
                var path = $"{Kebab(section.Name)}.{Kebab(property.Name)}";
                tree.Find(path).ShouldNotBeNull(path);
            }
        }
    }

    [Fact]
    public void The_standalone_file_is_an_exchange_of_ten_extensions_on_three_transports()
    {
        var configuration = ConfigurationReader.Read(Path.Combine(Folder, "standalone.conf"));
        configuration.Settings.Sip.Listen.Select(l => l.Transport.ToString()).ShouldBe(["Udp", "Tcp", "Tls"]);
        configuration.Directory.Domains.ShouldHaveSingleItem().Extensions.Select(e => e.Number.Value).Order()
            .ShouldBe(Enumerable.Range(100, 10).Select(n => n.ToString()));
    }

    [Theory]
    [InlineData("hq-1", "hq", NodeRoles.Trunk, "")]
    [InlineData("hq-2", "hq", NodeRoles.Trunk, "")]
    [InlineData("branch-shanghai", "shanghai", NodeRoles.Local | NodeRoles.Media, "1000-1999")]
    [InlineData("branch-berlin", "berlin", NodeRoles.Local | NodeRoles.Media, "4000-4999")]
    [InlineData("branch-lagos", "lagos", NodeRoles.Local | NodeRoles.Media, "7000-7999")]
    public void The_example_cluster_has_two_T_MSS_and_three_branches_with_their_ranges(string file, string branch, NodeRoles roles, string range)
    {
        var path = Path.Combine(Folder, file + ".conf");
        var settings = HoconBinder.Bind<NodeConfiguration>(ConfigurationReader.ReadTree(path).Root);
        Faults(path).ShouldAllBe(fault => fault.StartsWith("there is no file ", StringComparison.Ordinal));
        settings.Links.Listen.ShouldHaveSingleItem().Transport.ShouldBe(ListenerTransport.Tls);
        settings.Cluster.Provider.ShouldBe(ClusterProvider.Rabbitmq);
        (settings.Cluster.Name, settings.Cluster.Branch, settings.Node.Roles.ToRoles()).ShouldBe(("pbx", branch, roles));
        string.Join(',', NumberSettings.Own(settings).Blocks.Select(block => block.Block)).ShouldBe(range);
    }

    [Fact]
    public void A_media_role_is_added_to_the_one_that_is_there()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("node.conf", $"include file(\"{Folder}/roles/tmss.conf\")\ninclude file(\"{Folder}/roles/media.conf\")\ncluster.provider = in-process\nnode.name = hq-1\n");
        ConfigurationReader.Read(file).Settings.Node.Roles.ToRoles().ShouldBe(NodeRoles.Trunk | NodeRoles.Media);
    }

    // The certificates of the example are made when it is run.
    private static IEnumerable<string> Faults(string path)
    {
        try
        {
            ConfigurationReader.Read(path);
            return [];
        }
        catch (FaultyConfigurationException e)
        {
            return e.Problems.Select(problem => problem.Message);
        }
    }

    private static string Text(NodeConfiguration configuration) => JsonSerializer.Serialize(configuration);

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
