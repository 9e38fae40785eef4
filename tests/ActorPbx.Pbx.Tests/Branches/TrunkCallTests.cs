using System.Collections.Immutable;
using System.Text;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>Calls over trunks: a carrier at headquarters and a local exchange at a branch, all with real stacks on loopback.</summary>
public sealed class TrunkCallTests : BranchTest
{
    private readonly TestPhone _alice = new("1001");
    private readonly TestPhone _bob = new("4001");
    private readonly TestPhone _carrier = new("0555");
    private readonly TestPhone _pstn = new("0666");
    private TestBranch _shanghai = null!;
    private TestBranch _berlin = null!;
    private TestBranch _t1 = null!;

    private protected override IReadOnlyList<TestPhone> Phones => [_alice, _bob, _carrier, _pstn];

    [Fact]
    public async Task A_branch_calls_the_world_over_a_trunk_at_headquarters_which_sees_nothing_of_the_cluster()
    {
        await Network();
        _carrier.Answers = 200;
        _alice.Call("0123", _shanghai.Port).Answered();
        var invite = _carrier.Next(SipMethod.Invite);
        invite.RequestUri.ToString().ShouldBe($"sip:123@127.0.0.1:{_carrier.Port}");
        invite.From.Uri.User.ShouldBe("1001");
        var text = Encoding.UTF8.GetString(SipWriter.ToArray(invite));
        foreach (var secret in new[] { "invalid", "pbx.test", "X-C", "X-V", "Record-Route", "shanghai" })
        {
            text.ShouldNotContain(secret);
        }

        _carrier.Next(SipMethod.Ack);
        _carrier.Send(SipMethod.Bye);
        _alice.Next(SipMethod.Bye);
        var (calling, called) = (_shanghai.NextRecord(), _t1.NextRecord());
        (calling.Side, called.Side).ShouldBe((RecordSide.Originating, RecordSide.Terminating));
        called.Correlation.ShouldBe(calling.Call.Value);
    }

    [Fact]
    public async Task The_world_calls_a_branch_over_a_trunk_without_digest()
    {
        await Network();
        _bob.Answers = 200;
        _carrier.Call("4001", _t1.Port).Answered();
        _bob.Next(SipMethod.Invite).From.Uri.User.ShouldBe("0555");
        _bob.Next(SipMethod.Ack);
        _carrier.Send(SipMethod.Bye);
        _bob.Next(SipMethod.Bye);
        _carrier.Final().StatusCode.ShouldBe(200);
        var (calling, called) = (_t1.NextRecord(), _berlin.NextRecord());
        (calling.Side, called.Side).ShouldBe((RecordSide.Originating, RecordSide.Terminating));
        called.Correlation.ShouldBe(calling.Call.Value);

        _carrier.Call("9999", _t1.Port).Final().StatusCode.ShouldBe(404);
        _carrier.Call("0777", _t1.Port).Final().StatusCode.ShouldBe(404, "a trunk leads to no trunk");
        _pstn.Call("4001", _t1.Port).Final().StatusCode.ShouldBe(401, "another address is no trunk's");
    }

    [Fact]
    public async Task A_trunk_takes_no_more_calls_than_it_may_in_each_direction()
    {
        await Network();
        _carrier.Answers = _bob.Answers = 180;
        _carrier.Call("4001", _t1.Port);
        _bob.Next(SipMethod.Invite);
        await using var second = new TestPhone("1002");
        second.Call("0123", _shanghai.Port);
        _carrier.Next(SipMethod.Invite);
        var full = _alice.Call("0124", _shanghai.Port).Final();
        full.StatusCode.ShouldBe(503);
        full.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=34;");
        second.Cancel();
        second.Final().StatusCode.ShouldBe(487);
        _shanghai.NextRecord();
        _shanghai.NextRecord();
        _carrier.Next(SipMethod.Cancel);
        _t1.NextRecord();
        _alice.Call("0125", _shanghai.Port);
        _carrier.Next(SipMethod.Invite).RequestUri.User.ShouldBe("125");
    }

    [Fact]
    public async Task Without_headquarters_a_number_of_another_branch_is_dialled_over_the_branchs_own_trunk()
    {
        await Network();
        await _t1.DisposeAsync();
        _pstn.Answers = 200;
        _alice.Call("4001", _shanghai.Port).Answered();
        _pstn.Next(SipMethod.Invite).RequestUri.User.ShouldBe("0049304001");
        _alice.Send(SipMethod.Bye);
        _pstn.Next(SipMethod.Bye);
        _shanghai.NextRecord().Side.ShouldBe(RecordSide.Originating);
        _shanghai.NextRecord().Side.ShouldBe(RecordSide.Terminating);
        _shanghai.Places.Out.ShouldBe(0);
    }

    private async Task Network()
    {
        _shanghai = Add(new TestBranch("shanghai-1", "shanghai", NodeRoles.Local, TestBranch.DomainOf(_alice, "Alice") with
        {
            Trunks = Trunk("pstn", _pstn, ""),
            FallBack = ImmutableDictionary<string, FallBackSettings>.Empty.Add("4", new FallBackSettings { Trunk = "pstn", Prepend = "004930" }),
        }));
        _berlin = Add(new TestBranch("berlin-1", "berlin", NodeRoles.Local, TestBranch.DomainOf(_bob, "Bob")));
        _t1 = Add(new TestBranch("t1", "hq", NodeRoles.Trunk, new DomainSettings { Trunks = Trunk("carrier", _carrier, "0") }));
        await Join();
        await _shanghai.Sees("t1", LinkHealth.Good);
        await _t1.Sees("berlin-1", LinkHealth.Good);
        _carrier.Next(SipMethod.Options);
        _pstn.Next(SipMethod.Options);
    }

    private static ImmutableDictionary<string, TrunkSettings> Trunk(string name, TestPhone peer, string prefix) =>
        ImmutableDictionary<string, TrunkSettings>.Empty.Add(
            name, new TrunkSettings { Addresses = [$"sip:127.0.0.1:{peer.Port}"], Prefix = prefix, Strip = prefix.Length, MaxIncoming = 1, MaxOutgoing = 1 });
}
