using System.Collections.Immutable;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Tests.Roaming;

/// <summary>What a guest may do is what its home lets it do.</summary>
public class GuestRightsTests
{
    private const string Realm = "pbx.test";
    private static readonly BranchName s_home = new("shanghai");

    [Fact]
    public void A_home_tells_all_that_an_extension_may()
    {
        var told = Profile(new ExtensionSettings
        {
            Password = "secret",
            MaxOutsideCalls = 3,
            OutsideCallsPerMinute = 4,
            OutsideCallsPerDay = 5,
            InternationalCalls = true,
            PremiumCalls = true,
            AllowedPrefixes = ["+44", "09001"],
            RefusedPrefixes = ["+441"],
            ForwardOutside = true,
            ReliableProvisional = ReliableProvisional.Required,
            WatchOthers = true,
            PresenceGroup = "sales",
        });
        var guest = GuestForms.Read(GuestForms.Of(told, Realm)!, Realm, s_home)!;
        var (there, here) = (guest.Class, told.Class);
        (there.Outside with { Reach = OutsideReach.Default }).ShouldBe(here.Outside with { Reach = OutsideReach.Default });
        (there.Outside.Reach.International, there.Outside.Reach.Premium).ShouldBe((true, true));
        there.Outside.Reach.Allowed.ShouldBe(["+44", "09001"]);
        there.Outside.Reach.Refused.ShouldBe(["+441"]);
        (there.ForwardOutside, there.Reliable, there.Watching).ShouldBe((true, ReliableProvisional.Required, here.Watching));
    }

    [Fact]
    public void A_right_that_is_given_or_taken_makes_another_version()
    {
        ExtensionSettings[] settings =
        [
            new(), new() { MaxOutsideCalls = 1 }, new() { OutsideCallsPerMinute = 1 }, new() { OutsideCallsPerDay = 1 }, new() { InternationalCalls = true },
            new() { PremiumCalls = true }, new() { AllowedPrefixes = ["1"] }, new() { RefusedPrefixes = ["1"] }, new() { ForwardOutside = true }, new() { ReliableProvisional = ReliableProvisional.Off },
        ];
        settings.Select(one => GuestForms.Of(Profile(one with { Password = "secret" }), Realm)!.Version).Distinct().Count().ShouldBe(settings.Length);
    }

    [Fact]
    public void A_home_of_before_that_tells_no_rights_leaves_a_guest_with_the_defaults()
    {
        var form = GuestForms.Of(Profile(new ExtensionSettings { Password = "secret", InternationalCalls = true }), Realm)!;
        var guest = GuestForms.Read(form with { Outside = null, Reliable = "" }, Realm, s_home)!;
        (guest.Class.Outside, guest.Class.Reliable, guest.Class.ForwardOutside).ShouldBe((OutsideRights.Default, ReliableProvisional.Supported, false));
    }

    [Fact]
    public void Rights_that_are_none_make_nobody_a_guest()
    {
        var form = GuestForms.Of(Profile(new ExtensionSettings { Password = "secret" }), Realm)!;
        var rights = form.Outside!;
        GuestOutsideForm[] broken =
        [
            rights with { MaxCalls = -1 }, rights with { PerMinute = -1 }, rights with { PerMinute = int.MaxValue }, rights with { PerDay = -1 },
            rights with { Allowed = default }, rights with { Refused = ["0900, international"] }, rights with { Allowed = [null!] },
            rights with { Allowed = [.. Enumerable.Range(0, 65).Select(i => $"{i}")] },
        ];
        Array.ConvertAll(broken, each => GuestForms.Read(form with { Outside = each }, Realm, s_home)).ShouldAllBe(guest => guest == null);
        GuestForms.Read(form, Realm, s_home).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_guest_calls_abroad_where_its_home_lets_it_and_only_so_often()
    {
        await using TestPhone trader = new("1001"), clerk = new("1003"), carrier = new("0555");
        carrier.Answers = 486;
        var broker = new InProcessBroker();
        await using var hq = RoamingNode.Start(broker, "hq", new DomainSettings
        {
            Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add("carrier", new TrunkSettings { Addresses = [$"sip:127.0.0.1:{carrier.Port}"], Prefix = "0", Strip = 1 }),
        });
        await using var shanghai = RoamingNode.Start(broker, "shanghai", new DomainSettings
        {
            Announce = ["1xxx"],
            Roaming = new RoamingSettings { Allow = ["*"] },
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
                .Add("1001", new ExtensionSettings { Password = "secret", InternationalCalls = true, OutsideCallsPerDay = 2 })
                .Add("1003", new ExtensionSettings { Password = "secret" }),
        });
        await using var berlin = RoamingNode.Start(broker, "berlin", new DomainSettings { Announce = ["4xxx"] });
        await berlin.Routes("1001", "shanghai");
        await berlin.Reaches("hq-1");
        await hq.Reaches("berlin-1");
        trader.Register(berlin.Port, "secret").StatusCode.ShouldBe(200);
        clerk.Register(berlin.Port, "secret").StatusCode.ShouldBe(200);
        await hq.Routes("1001", "berlin");
        await hq.Routes("1003", "berlin");

        trader.CallWithDigest("00044123", berlin.Port, "secret").StatusCode.ShouldBe(486);
        carrier.Next(SipMethod.Invite).RequestUri.User.ShouldBe("0044123");
        clerk.CallWithDigest("00044123", berlin.Port, "secret").StatusCode.ShouldBe(403);
        trader.CallWithDigest("0123", berlin.Port, "secret").StatusCode.ShouldBe(486);
        trader.CallWithDigest("0124", berlin.Port, "secret").StatusCode.ShouldBe(403, "two a day");
    }

    private static ExtensionProfile Profile(ExtensionSettings settings)
    {
        var domain = new DomainSettings { Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("1001", settings) };
        var builder = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add(Realm, domain) }, "/");
        var directory = builder.Build();
        builder.Faults.ShouldBeEmpty();
        return directory.Find(Realm)!.Find("1001")!;
    }
}
