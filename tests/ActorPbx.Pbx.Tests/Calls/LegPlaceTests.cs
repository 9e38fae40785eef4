using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>What a leg over a link or trunk takes up goes with it from call to call, and is given back once, by the call that has it in the end.</summary>
public class LegPlaceTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly OutsideRights OneCall = new(1, 10, 10, OutsideReach.Default);
    private readonly LinkCalls _places = new(0, 0);
    private readonly TollLedger _tolls = new(TimeProvider.System);
    private readonly TestProbe _trunks;
    private readonly DomainProfile _domain;
    private readonly CallServices _services;

    public LegPlaceTests()
    {
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-101", new ExtensionSettings { Password = "x" }),
                Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add("carrier", new TrunkSettings { Addresses = ["sip:198.51.100.9"], Prefix = "9" }),
            }),
        };
        _domain = new DirectoryBuilder(settings, "/").Build().Find("pbx.test")!;
        var branch = new BranchCalls(
            new("shanghai"), "shanghai-1.shanghai.demo.invalid", false, new NumberBoard(), new TwoTrunkNodes(), _places, Sys.Scheduler.Advanced);
        (var silent, _trunks) = (CreateTestProbe().Ref, CreateTestProbe());
        _services = new CallServices(
            new SipEdge(), new DialogOwners(), silent, _trunks.Ref, silent, silent, TimeProvider.System, "node", Logging.GetLogger(Sys, "calls"), 100, new CallRouting(_domain, branch))
        { Tolls = _tolls };
    }

    [Fact]
    public void A_place_on_the_way_out_is_given_back_by_the_call_that_took_the_leg_over()
    {
        var (giving, leg) = Out("100");
        var (taking, _) = Out("101");
        _places.Out.ShouldBe(2);
        var place = giving.Give(leg, ActorRefs.Nobody);
        (place.Trunk, place.Link).ShouldBe((null, LinkDirection.Out));
        giving.Release();
        _places.Out.ShouldBe(2, "the leg is in a call still");
        taking.Take(place);
        taking.Release();
        _places.Out.ShouldBe(0);
        taking.Release();
        _places.Out.ShouldBe(0);
    }

    [Fact]
    public void A_place_on_the_way_in_is_given_back_by_the_call_that_took_the_leg_over()
    {
        var (giving, leg) = In("4001");
        var (taking, _) = In("4002");
        _places.In.ShouldBe(2);
        var place = giving.Give(leg, ActorRefs.Nobody);
        (place.Trunk, place.Link, place.Outside.Length).ShouldBe((null, LinkDirection.In, 0));
        giving.Release();
        _places.In.ShouldBe(2, "the leg is in a call still");
        taking.Take(place);
        taking.Release();
        _places.In.ShouldBe(0);
    }

    [Fact]
    public void A_call_gives_away_no_more_places_than_it_has()
    {
        var (giving, leg) = Out("100");
        giving.Give(leg, ActorRefs.Nobody).Link.ShouldBe(LinkDirection.Out);
        giving.Give(leg, ActorRefs.Nobody).ShouldBe(LegPlace.None);
        var (called, caller) = In("4001");
        called.Give(leg, ActorRefs.Nobody).ShouldBe(LegPlace.None);
        called.Give(caller, ActorRefs.Nobody).Link.ShouldBe(LinkDirection.In);
        called.Give(caller, ActorRefs.Nobody).ShouldBe(LegPlace.None);
    }

    [Fact]
    public void Who_pays_for_a_call_over_a_link_has_made_it_until_its_leg_is_gone_in_the_other_call_too()
    {
        var (giving, leg) = Out("100");
        MayCall("100").ShouldBeFalse();
        var place = giving.Give(leg, ActorRefs.Nobody);
        giving.Release();
        MayCall("100").ShouldBeFalse();
        var (taking, _) = Out("101");
        taking.Take(place);
        taking.Release();
        MayCall("100").ShouldBeTrue();
    }

    [Fact]
    public void A_transfer_that_failed_gives_back_what_was_taken_for_it_and_nothing_else()
    {
        var (placement, _) = Out("100");
        placement.Transfer(PartyKind.Phone, "101", "0124", DeviceWanted.Any);
        placement.PageCallee();
        _places.Out.ShouldBe(2);
        placement.GiveUp();
        _places.Out.ShouldBe(1);
        placement.GiveUp();
        _places.Out.ShouldBe(1);
        placement.Release();
        _places.Out.ShouldBe(0);
    }

    [Fact]
    public void A_trunks_line_and_who_pays_for_it_go_with_the_leg()
    {
        var (giving, leg) = ByTrunk("100");
        var (taking, _) = ByTrunk("101");
        var other = CreateTestProbe().Ref;
        var place = giving.Give(leg, other);
        var line = place.Trunk.ShouldNotBeNull();
        (line.Name, place.Link, place.Outside.Length).ShouldBe(("carrier", null, 1));
        _trunks.ExpectMsg<PassTrunk>(Patience).ShouldBe(new PassTrunk("carrier", line.As, other));
        giving.Release();
        _trunks.HasMessages.ShouldBeFalse("the line is in a call still");
        MayCall("100").ShouldBeFalse();
        taking.Take(place);
        taking.Release();
        var freed = new[] { _trunks.ExpectMsg<ReleaseTrunk>(Patience), _trunks.ExpectMsg<ReleaseTrunk>(Patience) };
        freed.Select(line => line.Call).Distinct().Count().ShouldBe(2);
        freed.ShouldContain(new ReleaseTrunk("carrier", line.As));
        MayCall("100").ShouldBeTrue();
    }

    [Fact]
    public void A_trunk_that_sent_the_call_on_has_its_line_back_and_a_failed_transfer_gives_back_its_own_alone()
    {
        var (placement, leg) = ByTrunk("100");
        placement.Transfer(PartyKind.Phone, "101", "9124", DeviceWanted.Any);
        placement.PageCallee();
        var second = _trunks.ExpectMsg<ReserveTrunk>(Patience).Call;
        placement.GiveUp();
        _trunks.ExpectMsg<ReleaseTrunk>(Patience).ShouldBe(new ReleaseTrunk("carrier", second));
        placement.LetGo(leg, "9123");
        _trunks.ExpectMsg<ReleaseTrunk>(Patience).Call.ShouldNotBe(second);
        placement.Release();
        _trunks.HasMessages.ShouldBeFalse();
    }

    // To a number of no branch: over a link to headquarters.
    private (CallPlacement Placement, LegTarget Leg) Out(string from)
    {
        var call = CreateTestProbe();
        var placement = new CallPlacement(Call(new CallOrigin.Extension(_domain.Find(from)!), "0123"), _services, call.Ref);
        placement.PageCallee();
        return (placement, call.ExpectMsg<TargetsFound>(Patience).Targets.ShouldHaveSingleItem().ShouldBeOfType<LegTarget.Link>());
    }

    private (CallPlacement Placement, LegTarget Leg) ByTrunk(string from)
    {
        var placement = new CallPlacement(Call(new CallOrigin.Extension(_domain.Find(from)!), "9123"), _services, CreateTestProbe().Ref);
        placement.PageCallee();
        var profile = _domain.Trunks.Single();
        var peer = new TrunkPeer(0, profile.Addresses[0]) { Target = new SipTarget(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5060)) };
        return (placement, LegTarget.Trunk.Found(_trunks.ExpectMsg<ReserveTrunk>(Patience), peer, profile).Targets[0]);
    }

    private (CallPlacement Placement, LegTarget Leg) In(string from)
    {
        var (call, setup) = (CreateTestProbe(), Call(new CallOrigin.Link(BranchName.Headquarters, from, "", "whole-call", ""), "100"));
        var placement = new CallPlacement(setup, _services, call.Ref);
        placement.AdmitCaller();
        call.ExpectMsg<CallInput.CallerAdmitted>(Patience);
        return (placement, LegTarget.Met.Of(setup));
    }

    private NewCall Call(CallOrigin caller, string called)
    {
        var id = new CallId(SipIdsForTests.Next());
        return new NewCall(id, new AskedRequest(SipEdge.Invite(to: called), SipEdge.CallerFlow), new LegPort(ActorRefs.Nobody, id, LegId.Caller, default), _domain, caller, called);
    }

    private bool MayCall(string number)
    {
        var (name, call) = (new ExtensionNumber(number), new CallId(SipIdsForTests.Next()));
        var may = _tolls.TryBegin(_domain.Name, name, OneCall, isEmergency: false, call) == TollRefusal.None;
        _tolls.End(_domain.Name, name, call);
        return may;
    }
}
