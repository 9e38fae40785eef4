using System.Collections.Immutable;
using System.Net;
using System.Text;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>Phones of two branches in networks that cannot reach each other, or can.</summary>
public sealed class MediaNetworksTests : BranchTest
{
    private readonly TestPhone _alice = new("1001", "127.1.0.5");
    private readonly TestPhone _bob = new("4001", "127.2.0.9") { Answers = 200 };
    private TestBranch _hub = null!;

    private protected override IReadOnlyList<TestPhone> Phones => [_alice, _bob];

    [Fact]
    public async Task Media_between_networks_that_do_not_reach_each_other_pass_through_the_node_of_the_called_phone()
    {
        var (shanghai, berlin) = await Network(Networks());
        Offer(_alice.Call("4001", shanghai.Port).Answered()).ShouldBe(("127.0.0.1", "41000"));
        Offer(_bob.Next(SipMethod.Invite)).ShouldBe(("127.0.0.1", "42000"));
        berlin.Relays.ShouldHaveSingleItem();
        shanghai.Relays.ShouldBeEmpty();
        _hub.Relays.ShouldBeEmpty("never through a T-MSS");
    }

    [Fact]
    public async Task Media_between_networks_that_reach_each_other_pass_directly()
    {
        var (shanghai, berlin) = await Network(Networks(reaches: "east"));
        Offer(_alice.Call("4001", shanghai.Port).Answered()).ShouldBe(("127.2.0.9", "40000"));
        Offer(_bob.Next(SipMethod.Invite)).ShouldBe(("127.1.0.5", "40000"));
        (berlin.Relays.Count + shanghai.Relays.Count).ShouldBe(0);
    }

    [Fact]
    public async Task A_network_that_is_left_through_its_node_alone_is_relayed_there_too()
    {
        var (shanghai, berlin) = await Network(Networks(RelayRule.Always));
        _alice.Call("4001", shanghai.Port).Answered();
        _bob.Next(SipMethod.Invite);
        shanghai.Relays.ShouldHaveSingleItem().CalledSideAddress.ShouldBe("127.0.0.1");
        berlin.Relays.ShouldHaveSingleItem("the relay of Shanghai is in no network, and does not reach the phone in Berlin");
    }

    [Theory]
    [InlineData("127.1.0.5", "127.1.200.1", false)]
    [InlineData("127.1.0.5", "127.2.0.9", true)]
    [InlineData("127.1.0.5", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "198.51.100.1", false)]
    [InlineData("192.0.2.1", "127.2.0.9", true)]
    [InlineData("127.1.3.3", "127.2.0.9", false)]
    [InlineData("127.2.0.9", "127.1.3.3", false)]
    [InlineData("::ffff:127.1.0.5", "127.1.0.6", false)]
    public void The_narrowest_network_of_an_address_says_what_it_reaches(string own, string far, bool needed) =>
        new MediaNetworks(Networks().Add("bridge", new NetworkSettings { Addresses = [IPNetwork.Parse("127.1.3.0/24")], Reaches = ["*"] }))
            .NeedRelay(IPAddress.Parse(own), IPAddress.Parse(far)).ShouldBe(needed);

    [Fact]
    public void A_far_side_that_has_not_said_where_it_is_needs_a_relay_only_where_one_is_always_used()
    {
        var own = IPAddress.Parse("127.1.0.5");
        new MediaNetworks(Networks()).NeedRelay(own, null).ShouldBeFalse();
        new MediaNetworks(Networks(RelayRule.Always)).NeedRelay(own, null).ShouldBeTrue();
        new MediaNetworks(Networks(RelayRule.Never)).NeedRelay(own, IPAddress.Parse("127.2.0.9")).ShouldBeFalse();
        MediaNetworks.None.NeedRelay(own, IPAddress.Parse("127.2.0.9")).ShouldBeFalse();
        MediaNetworks.None.NeedRelay(own, IPAddress.None).ShouldBeFalse();
        MediaNetworks.None.NeedRelay(own, IPAddress.Parse("2001:db8::9")).ShouldBeTrue("the two families meet in a relay alone");
    }

    private async Task<(TestBranch Shanghai, TestBranch Berlin)> Network(ImmutableDictionary<string, NetworkSettings> networks)
    {
        var shanghai = Add(new TestBranch("shanghai-1", "shanghai", NodeRoles.Local, TestBranch.DomainOf(_alice, "Alice"), networks: networks));
        var berlin = Add(new TestBranch("berlin-1", "berlin", NodeRoles.Local, TestBranch.DomainOf(_bob, "Bob"), networks: networks));
        _hub = Add(new TestBranch("t1", "hq", NodeRoles.Trunk, new DomainSettings(), networks: networks));
        await Join();
        await shanghai.Sees("t1", LinkHealth.Good);
        await berlin.Sees("t1", LinkHealth.Good);
        return (shanghai, berlin);
    }

    private static ImmutableDictionary<string, NetworkSettings> Networks(RelayRule west = RelayRule.Auto, string? reaches = null) =>
        ImmutableDictionary<string, NetworkSettings>.Empty
            .Add("west", new NetworkSettings { Addresses = [IPNetwork.Parse("127.1.0.0/16")], Relay = west, Reaches = reaches is null ? [] : [reaches] })
            .Add("east", new NetworkSettings { Addresses = [IPNetwork.Parse("127.2.0.0/16")] });

    // The media address and port that a message gives.
    private static (string Address, string Port) Offer(SipMessage message)
    {
        var lines = Encoding.ASCII.GetString(message.Body.Span).Split("\r\n");
        return (lines.First(line => line.StartsWith("c=", StringComparison.Ordinal))[9..], lines.First(line => line.StartsWith("m=", StringComparison.Ordinal)).Split(' ')[1]);
    }
}
