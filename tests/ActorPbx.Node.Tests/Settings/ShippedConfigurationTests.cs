using System.Text;
using System.Text.Json;
using ActorPbx.Hocon;
using ActorPbx.Node.Settings;

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
