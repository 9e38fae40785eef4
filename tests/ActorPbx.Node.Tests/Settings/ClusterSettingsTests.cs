using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Tests.Settings;

/// <summary>What a configuration may say about the cluster, and what is said against it.</summary>
public sealed class ClusterSettingsTests : IDisposable
{
    private const string Branch = """
        sip.listen = [ { transport = udp, address = "127.0.0.1" } ]
        domains."pbx.local".extensions { "1000-1009" { password = x }, "4711" { password = x }, "desk" { password = x } }
        node.name = shanghai-1, links.listen = [ { transport = tcp, address = "127.0.0.1" } ]
        cluster { provider = in-process, branch = shanghai }

        """;

    private const string Headquarters = """
        node { name = hq-1, roles = [ tmss ] }
        cluster { provider = in-process, branch = hq }

        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("node.roles = []", "node.roles: the node would do nothing")]
    [InlineData("node.roles = [ media ]", "node.roles: media alone is no node")]
    [InlineData("node.name = \"Shanghai 1\"", "5:1: node.name: \"Shanghai 1\" cannot name a node of a cluster; write 1 to 63 small letters")]
    [InlineData("cluster.name = \"pbx.example\"", "cluster.name: \"pbx.example\" cannot name a cluster")]
    [InlineData("cluster.branch = Shanghai", "cluster.branch: \"Shanghai\" cannot name a branch")]
    [InlineData("cluster.branch = \"\"", "cluster.branch: is missing; write the branch's name, or hq for a T-MSS.")]
    [InlineData("cluster.provider = kafka", "cluster.provider")]
    [InlineData("cluster.heartbeat.interval = 1ms", "cluster.heartbeat.interval: must be at least 50ms.")]
    [InlineData("cluster { provider = rabbitmq, rabbitmq.user = u }", "cluster.rabbitmq.uris: must name at least one broker")]
    [InlineData("cluster { provider = rabbitmq, rabbitmq { uris = [\"amqp://u:p@host/v\"], user = u } }", "cluster.rabbitmq.uris: must not hold user and password")]
    [InlineData("cluster { provider = rabbitmq, rabbitmq { uris = [\"amqps://host/v\"], user = u, authorities = ca.pem } }", "cluster.rabbitmq.authorities: there is no file ")]
    [InlineData("links.listen += { transport = tcp, address = \"0.0.0.0\" }", "links.listen.1.advertised-address: \"0.0.0.0\" is nothing that other nodes could send to")]
    [InlineData("links.listen = [ { transport = udp, address = \"127.0.0.1\", port = 5060 } ]", "links.listen.0.port: 5060 is a port of the phones already")]
    [InlineData("links.listen = [ { transport = udp, address = berlin } ]", "links.listen.0.address: \"berlin\" is no IP address")]
    [InlineData("networks.plant { addresses = [ \"10.4.0.0/16\" ], reaches = [ offices ] }", "networks.plant.reaches: \"offices\" is no network; name another of networks")]
    [InlineData("links.max-in = -1", "links.max-in: must not be negative")]
    [InlineData("records.central.provider = sqlite", "records.central.provider: headquarters keeps the records of all branches")]
    [InlineData("domains.\"pbx.local\".announce = [ \"1000-1999\", \"20-3\" ]", "announce.1: \"20-3\" is no number and no range; write 4711, 4000-4999 or 4xxx.")]
    [InlineData("domains.\"pbx.local\".roaming.allow = [ \"Berlin\" ]", "roaming.allow: \"Berlin\" cannot name a branch; write 1 to 63 small letters")]
    [InlineData("domains.\"pbx.local\".roaming.guest-trunks = [ carrier ]", "roaming.guest-trunks: there is no trunk \"carrier\" in this domain.")]
    [InlineData("domains.\"pbx.local\".roaming.usable = 1m", "roaming.usable: must not be shorter than fresh.")]
    [InlineData("branches.berlin.may-own = [ \"4xxx\" ]", "5:1: branches: headquarters says what branches may do")]
    public void A_fault_of_a_branch_is_said_with_its_line(string line, string expected)
    {
        var problem = Problems(Branch + line + "\n").ShouldHaveSingleItem();
        problem.ToString().ShouldContain(expected);
        problem.ToString().ShouldStartWith(_directory.File("pbx.conf") + ":5:");
    }

    [Theory]
    [InlineData("cluster.provider = none", "node.roles: a T-MSS is part of a cluster")]
    [InlineData("records.central.provider = postgresql", "records.central.connection: is missing")]
    [InlineData("records.central { provider = sqlite, connection = \"Host=db\" }", "records.central.connection: is for PostgreSQL")]
    [InlineData("branches.Berlin {}", "\"Berlin\" cannot name a branch")]
    [InlineData("branches.berlin.may-own = [ \"4-\" ]", "branches.\"berlin\".may-own.0: \"4-\" is no number and no range")]
    public void A_fault_of_headquarters_is_said(string line, string expected) =>
        Problems(Headquarters + line + "\n").ShouldHaveSingleItem().ToString().ShouldContain(expected);

    [Fact]
    public void A_T_MSS_of_a_branch_is_refused_where_the_branch_is_written() =>
        Problems(Branch + "node.roles = [ lmss, tmss ]\n").ShouldHaveSingleItem().ToString()
            .ShouldContain(":4:34: cluster.branch: a T-MSS belongs to headquarters; write hq");

    [Fact]
    public void A_T_MSS_needs_neither_phones_nor_domains()
    {
        var configuration = Read(Headquarters);
        configuration.Directory.Domains.ShouldBeEmpty();
        configuration.Settings.Node.Roles.ToRoles().ShouldBe(NodeRoles.Trunk);
    }

    [Fact]
    public void A_branch_announces_its_extensions_unless_it_says_otherwise()
    {
        Announced(Branch).ShouldBe(["1000-1009", "4711", "desk"]);
        Announced(Branch + "domains.\"pbx.local\".announce = [ \"1xxx\", \"4711\" ]\n").ShouldBe(["1000-1999", "4711"]);
        Announced(Branch + "domains.\"pbx.local\".announce = []\n").ShouldBeEmpty();
    }

    [Fact]
    public void An_extension_that_looks_like_a_range_is_announced_as_itself() =>
        Announced(Branch + "domains.\"pbx.local\".extensions.\"2xx\" { password = x }\n").ShouldContain("2xx");

    [Fact]
    public void What_headquarters_lets_a_branch_do_is_read()
    {
        var rights = NumberSettings.Rights(Read(Headquarters + "branches.berlin { may-own = [ \"4xxx\" ], black = [ \"0900\" ], trunks = [ carrier ] }\n").Settings)[new BranchName("berlin")];
        rights.Owns(new NumberBlock("4100", "4199")).ShouldBeTrue();
        rights.Owns(new NumberBlock("1000", "1000")).ShouldBeFalse();
        rights.Filter.Allows("09001").ShouldBeFalse();
        rights.Filter.Allows("1000").ShouldBeTrue();
        rights.Trunks!.Value.ShouldBe(["carrier"]);
    }

    [Fact]
    public void Links_over_TLS_need_a_certificate_that_names_the_node()
    {
        const string Tls = "links.listen = [ { address = \"127.0.0.1\" } ]\n";
        Problems(Branch + Tls).Select(p => p.Path).ShouldBe(["links.certificate", "links.private-key", "links.authority"], ignoreOrder: true);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Certify(key, "shanghai-1.shanghai.actorpbx.invalid");
        const string Files = "links { certificate = c.pem, private-key = k.pem, authority = c.pem }\n";
        Read(Branch + Tls + Files).Settings.Links.Certificate.ShouldBe("c.pem");
        Certify(key, "berlin-1.berlin.actorpbx.invalid");
        Problems(Branch + Tls + Files).ShouldHaveSingleItem().Message.ShouldEndWith("does not name shanghai-1.shanghai.actorpbx.invalid, which other nodes know this one by.");
    }

    [Fact]
    public void Neither_the_broker_s_nor_the_database_s_password_is_shown()
    {
        var shown = ConfigurationText.Shown(ConfigurationReader.ReadTree(_directory.Write(
            "pbx.conf", "records.central.connection = \"Host=db;Password=hidden1\"\ncluster.rabbitmq.password = hidden2\n")));
        shown.ShouldContain("connection");
        shown.ShouldNotContain("hidden");
    }

    private void Certify(ECDsa key, string host)
    {
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _directory.Write("c.pem", certificate.ExportCertificatePem());
        _directory.Write("k.pem", key.ExportPkcs8PrivateKeyPem());
    }

    private IEnumerable<string> Announced(string text) => NumberSettings.Own(Read(text).Settings).Blocks.Select(block =>
    {
        block.Domain.ShouldBe(new DomainName("pbx.local"));
        return block.Block.ToString();
    });

    private LoadedConfiguration Read(string text) => ConfigurationReader.Read(_directory.Write("pbx.conf", text));

    private IReadOnlyList<ConfigurationProblem> Problems(string text) => Should.Throw<FaultyConfigurationException>(() => Read(text)).Problems;
}
