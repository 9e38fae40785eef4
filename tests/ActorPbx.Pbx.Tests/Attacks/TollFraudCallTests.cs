using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Toll fraud with a stolen password: calls abroad, to premium numbers and too many of any kind, over a trunk of headquarters and one of the branch.</summary>
public sealed class TollFraudCallTests : BranchTest
{
    private readonly TestPhone _thief = new("1001");
    private readonly TestPhone _trader = new("4001");
    private readonly TestPhone _carrier = new("0555");

    private protected override IReadOnlyList<TestPhone> Phones => [_thief, _trader, _carrier];

    [Fact]
    public async Task Headquarters_lets_out_what_the_extension_of_the_branch_may_call_and_nothing_else()
    {
        var (shanghai, berlin) = await Network(new ExtensionSettings { OutsideCallsPerMinute = 2 });
        foreach (var dialled in new[] { "00044123", "0+44123", "00900123" })
        {
            _thief.Call(dialled, shanghai.Port).Final().StatusCode.ShouldBe(403, dialled);
        }

        _carrier.Answers = 180;
        _trader.Call("00044123", berlin.Port);
        _carrier.Next(SipMethod.Invite).RequestUri.User.ShouldBe("0044123", "the trader may call abroad, and nothing of the thief's came here");
        _trader.Cancel();
        _trader.Final().StatusCode.ShouldBe(487);
        _trader.Call("00900123", berlin.Port).Final().StatusCode.ShouldBe(403, "but no premium numbers");
    }

    [Fact]
    public async Task So_many_calls_a_minute_leave_the_branch_and_no_more_but_to_emergency_numbers()
    {
        var (shanghai, _) = await Network(new ExtensionSettings { OutsideCallsPerMinute = 2 });
        _carrier.Answers = 486;
        _thief.Call("0123", shanghai.Port).Final().StatusCode.ShouldBe(486);
        _thief.Call("0124", shanghai.Port).Final().StatusCode.ShouldBe(486);
        _thief.Call("0125", shanghai.Port).Final().StatusCode.ShouldBe(403);
        _thief.Call("112", shanghai.Port).Final().StatusCode.ShouldNotBe(403);
    }

    private async Task<(TestBranch Shanghai, TestBranch Berlin)> Network(ExtensionSettings ofThief)
    {
        var shanghai = Add(new TestBranch("shanghai-1", "shanghai", NodeRoles.Local, TestBranch.DomainOf(_thief, "Thief") with { ExtensionDefaults = ofThief }));
        var berlin = Add(new TestBranch("berlin-1", "berlin", NodeRoles.Local, TestBranch.DomainOf(_trader, "Trader") with
        {
            ExtensionDefaults = new ExtensionSettings { InternationalCalls = true },
        }));
        var headquarters = Add(new TestBranch("t1", "hq", NodeRoles.Trunk, new DomainSettings
        {
            Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add(
                "carrier", new TrunkSettings { Addresses = [$"sip:127.0.0.1:{_carrier.Port}"], Prefix = "0", Strip = 1 }),
        }));
        await Join();
        await shanghai.Sees("t1", LinkHealth.Good);
        await berlin.Sees("t1", LinkHealth.Good);
        await headquarters.Sees("berlin-1", LinkHealth.Good);
        _carrier.Next(SipMethod.Options);
        return (shanghai, berlin);
    }
}
