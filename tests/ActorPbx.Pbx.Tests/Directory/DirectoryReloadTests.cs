using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Registration;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Tests.Directory;

/// <summary>A directory that becomes another one under those who hold it.</summary>
public class DirectoryReloadTests : TestKit
{
    [Fact]
    public void Who_holds_the_directory_or_a_domain_sees_the_new_content()
    {
        var directory = Build(("pbx.local", Domain("100", "101")));
        var domain = directory.Find("pbx.local")!;
        var fresh = directory.Become(Build(("pbx.local", Domain("101", "102") with { Aliases = ["alias.local"], Realm = "realm" })));
        fresh.ShouldBeEmpty();
        directory.Find("alias.local").ShouldBeSameAs(domain);
        directory.Find("127.0.0.1").ShouldBeSameAs(domain);
        directory.Domains.ShouldHaveSingleItem().ShouldBeSameAs(domain);
        domain.Find("100").ShouldBeNull();
        domain.Find(new ExtensionNumber("102")).ShouldNotBeNull();
        domain.Extensions.Select(extension => extension.Number.Value).Order().ShouldBe(["101", "102"]);
        domain.Realm.ShouldBe("realm");
    }

    [Fact]
    public void Everything_that_a_domain_says_is_said_anew()
    {
        var domain = Build(("pbx.local", Domain("100"))).Find("pbx.local")!;
        var newer = Build(("pbx.local", Domain("100") with
        {
            Realm = "realm",
            Calls = new CallSettings { MaxDuration = TimeSpan.FromMinutes(7), SessionInterval = TimeSpan.FromMinutes(9) },
            Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add("carrier", new TrunkSettings { Addresses = ["sip:192.0.2.1"], Prefix = "0", MaxIncoming = 1, MaxOutgoing = 1 }),
        })).Find("pbx.local")!;
        domain.Become(newer);
        // Addresses that devices were given must go on to be good.
        foreach (var property in typeof(DomainProfile).GetProperties().Where(property => property.Name != nameof(DomainProfile.TempGruus)))
        {
            property.GetValue(domain).ShouldBe(property.GetValue(newer), property.Name);
        }
    }

    [Fact]
    public void A_new_domain_joins_and_may_be_the_default()
    {
        var directory = Build(("pbx.local", Domain("100")));
        var fresh = directory.Become(Build("new.local", ("pbx.local", Domain("100")), ("new.local", Domain("200"))));
        fresh.ShouldHaveSingleItem().Name.Value.ShouldBe("new.local");
        directory.Find("192.0.2.1").ShouldBeSameAs(fresh[0]);
        directory.Domains.Count.ShouldBe(2);
    }

    [Fact]
    public void Extensions_take_their_new_profiles_and_those_that_are_gone_end_their_registrations()
    {
        var directory = Build(("pbx.local", Domain("100", "101")));
        var domain = directory.Find("pbx.local")!;
        var store = CreateTestProbe();
        var extensions = Sys.ActorOf(Props.Create(() => new ExtensionsActor(domain, store.Ref, TimeProvider.System, null)));
        foreach (var number in (string[])["100", "101"])
        {
            extensions.Tell(new RestoreBindings(new ExtensionNumber(number), [Binding(number)]));
        }

        AwaitAssert(() => List(extensions).ShouldBe(["100 1", "101 1"]));
        directory.Become(Build(("pbx.local", Domain("101", "102"))));
        extensions.Tell(new DomainReloaded(), TestActor);
        store.ExpectMsg<StoreBindings>(stored => stored.Number.Value == "100" && stored.Bindings.IsEmpty);
        AwaitAssert(() => List(extensions).ShouldBe(["101 1", "102 0"]));
        extensions.Tell(new Page(new ExtensionNumber("100"), new("c1")), TestActor);
        ExpectMsg<PageFailed>().Reason.ShouldBe(Unavailability.Unknown);
    }

    [Fact]
    public void A_trunk_that_changed_keeps_the_places_of_its_calls_and_one_that_is_gone_takes_none()
    {
        var directory = Build(("pbx.local", WithTrunks(("carrier", 1), ("old", 1))));
        var domain = directory.Find("pbx.local")!;
        var trunks = Sys.ActorOf(Props.Create(() => new TrunksActor(domain, new SipEdge(), new TrunkSources())));
        Reserve(trunks, "carrier", "c1").ShouldBeOfType<TrunkAdmitted>();
        Reserve(trunks, "carrier", "c2").ShouldBeOfType<TrunkRefused>();

        directory.Become(Build(("pbx.local", WithTrunks(("carrier", 2), ("new", 1)))));
        trunks.Tell(new DomainReloaded(), TestActor);
        AwaitAssert(() =>
        {
            trunks.Tell(new ListTrunks(), TestActor);
            ExpectMsg<TrunkList>().Trunks.Select(trunk => $"{trunk.Name} {trunk.Incoming} of {trunk.Limits.Incoming}").ShouldBe(["carrier 1 of 2", "new 0 of 1"]);
        });
        Reserve(trunks, "carrier", "c3").ShouldBeOfType<TrunkAdmitted>();
        Reserve(trunks, "carrier", "c4").ShouldBeOfType<TrunkRefused>();
        Reserve(trunks, "new", "c5").ShouldBeOfType<TrunkAdmitted>();
        Reserve(trunks, "old", "c6").ShouldBeOfType<TrunkRefused>();
    }

    private object Reserve(IActorRef trunks, string trunk, string call)
    {
        trunks.Tell(new ReserveTrunk(trunk, new(call), TrunkDirection.Incoming, ""), TestActor);
        return ExpectMsg<object>();
    }

    private static DomainSettings WithTrunks(params (string Name, int Incoming)[] trunks) => Domain("100") with
    {
        Trunks = trunks.ToImmutableDictionary(trunk => trunk.Name, trunk => new TrunkSettings { Addresses = ["sip:192.0.2.1"], MaxIncoming = trunk.Incoming }),
    };

    private string[] List(IActorRef extensions)
    {
        extensions.Tell(new ListExtensions(null, null), TestActor);
        return [.. ExpectMsg<ExtensionList>().Extensions.Select(extension => $"{extension.Number} {extension.Devices.Length}")];
    }

    private static Binding Binding(string number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Binding($"sip:{number}@192.0.2.7:5060", "", "call", 1, 1000, now.AddHours(1), now, "udp", new("192.0.2.7", 5060), false, 0, "");
    }

    private static DomainSettings Domain(params string[] numbers) => new()
    {
        Extensions = numbers.ToImmutableDictionary(number => number, number => new ExtensionSettings { Password = "pw" + number }),
    };

    private static PbxDirectory Build(params (string Name, DomainSettings Settings)[] domains) => Build("", domains);

    private static PbxDirectory Build(string defaultDomain, params (string Name, DomainSettings Settings)[] domains)
    {
        var settings = new PbxSettings { DefaultDomain = defaultDomain, Domains = domains.ToImmutableDictionary(domain => domain.Name, domain => domain.Settings) };
        var builder = new DirectoryBuilder(settings, "/");
        var directory = builder.Build();
        builder.Faults.ShouldBeEmpty();
        return directory;
    }
}
