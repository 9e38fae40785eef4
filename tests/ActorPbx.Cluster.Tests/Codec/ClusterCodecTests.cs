using System.Collections.Immutable;
using System.Text;
using ActorPbx.Cluster.Codec;
using ActorPbx.Cluster.Membership;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Cluster.Tests.Codec;

public sealed class ClusterCodecTests
{
    private const string Load = """{"calls":1,"linkIn":2,"linkOut":3,"cpu":0.5,"draining":false}""";

    [Fact]
    public void A_newer_version_with_fields_and_roles_of_its_own_is_read_as_far_as_it_is_understood()
    {
        var message = Read("""
            {"v":9,"trace":{"x":[1,2]},"b":{"incarnation":5,"sequence":6,"status":"Up","roles":"Trunk, Oracle","links":[{"transport":"tls","address":"192.0.2.1","port":5061,"weight":3}],
             "version":"9.0","load":{"calls":1,"linkIn":2,"linkOut":3,"cpu":0.5,"draining":false,"heat":80},"mood":"fine"},"n":"heartbeat"}
            """).ShouldBeOfType<Decoded.Known>().Letter.Message.ShouldBeOfType<Heartbeat>();
        message.Roles.ShouldBe(NodeRoles.Trunk);
        message.Links.ShouldBe([new LinkAddress("tls", "192.0.2.1", 5061)]);
        message.Load.ShouldBe(new NodeLoad(1, 2, 3, 0.5, false));
    }

    [Fact]
    public void A_status_that_is_not_known_counts_as_joining() =>
        Read($$$"""{"n":"heartbeat","v":1,"b":{"incarnation":5,"sequence":6,"status":"Hibernating","roles":"Local","links":[],"version":"1","load":{{{Load}}}}}""")
            .ShouldBeOfType<Decoded.Known>().Letter.Message.ShouldBeOfType<Heartbeat>().Status.ShouldBe(MemberStatus.Joining);

    [Fact]
    public void A_name_that_is_not_known_is_told_from_nonsense() =>
        Read("""{"n":"presence-of-mind","v":1,"b":{"a":1}}""").ShouldBe(new Decoded.Unknown("presence-of-mind"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("17")]
    [InlineData("""{"n":"numbers-stand","v":1}""")]
    [InlineData("""{"n":null,"v":1,"b":{}}""")]
    [InlineData("""{"n":7,"v":1,"b":{}}""")]
    [InlineData("""{"n":"numbers-stand","v":1,"b":null}""")]
    [InlineData("""{"n":"numbers-stand","v":1,"b":{"epoch":1}}""")]
    [InlineData("""{"n":"numbers-stand","v":1,"b":{"epoch":"x","version":2}}""")]
    [InlineData("""{"n":"numbers-stand","v":1,"b":{"epoch":1,"version":2}} {}""")]
    [InlineData("""{"n":"numbers-stand","v":1,"e":99999999999999999999,"b":{"epoch":1,"version":2}}""")]
    [InlineData("""{"n":"not-served","v":1,"b":{"service":null}}""")]
    public void What_is_no_message_is_malformed(string text) => Read(text).ShouldBeOfType<Decoded.Malformed>();

    [Fact]
    public void Damage_is_never_more_than_a_malformed_message()
    {
        var random = new Random(4711);
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Codec", "Samples"), "*.json"))
        {
            var sample = File.ReadAllBytes(path);
            for (var round = 0; round < 300; round++)
            {
                var damaged = sample.ToArray();
                for (var hits = random.Next(1, 4); hits > 0; hits--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                ClusterCodec.Decode(damaged.AsSpan(0, random.Next(damaged.Length + 1))).ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void A_message_may_be_only_so_large_in_both_directions()
    {
        var blocks = Enumerable.Range(0, 90_000).Select(number => new BlockForm("example.com", $"{number}", $"{number}", 1)).ToImmutableArray();
        var large = new NumbersAnnounced(new NodeNumbersForm("berlin", "b1", 1, 1, blocks, [], []));
        ClusterCodec.TryEncode(new Letter(large), out var body).ShouldBeFalse();
        ClusterCodec.Decode(body.Span).ShouldBeOfType<Decoded.Malformed>();
    }

    private static Decoded Read(string text) => ClusterCodec.Decode(Encoding.UTF8.GetBytes(text));
}
