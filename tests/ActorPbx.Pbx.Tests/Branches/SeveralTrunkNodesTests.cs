using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A branch calls the world through two T-MSS nodes, of which one or both have a trunk.</summary>
public sealed class SeveralTrunkNodesTests : BranchTest
{
    private readonly TestPhone _alice = new("1001");
    private readonly TestPhone _one = new("0555");
    private readonly TestPhone _two = new("0666");
    private TestBranch _shanghai = null!;

    private protected override IReadOnlyList<TestPhone> Phones => [_alice, _one, _two];

    [Fact]
    public async Task A_full_trunk_of_one_t_mss_leaves_the_call_to_the_trunk_of_another()
    {
        await Network(TrunkTo(_one), TrunkTo(_two));
        await using var second = new TestPhone("1002");
        await using var third = new TestPhone("1002");
        _one.Answers = _two.Answers = 200;
        _alice.Call("0123", _shanghai.Port).Answered();
        second.Call("0124", _shanghai.Port).Answered();
        _one.Next(SipMethod.Invite);
        _two.Next(SipMethod.Invite);

        var full = third.Call("0125", _shanghai.Port).Final();
        full.StatusCode.ShouldBe(503);
        full.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=34;");
    }

    [Fact]
    public async Task A_t_mss_without_the_trunk_leaves_the_call_to_the_one_that_has_it()
    {
        await Network(TrunkTo(_one), new DomainSettings());
        _one.Answers = 603;
        for (var i = 0; i < 8; i++)
        {
            // Calls spread over both.
            _alice.Call("0123", _shanghai.Port).Final().StatusCode.ShouldBe(603);
            _shanghai.NextRecord().Outcome.ShouldBe(CallOutcome.Declined);
        }

        _alice.Call("9123", _shanghai.Port).Final().StatusCode.ShouldBe(404, "nobody has it");
    }

    [Theory]
    [InlineData(503, 500)]
    [InlineData(500, 500)]
    [InlineData(603, 603)]
    public async Task What_a_carrier_refuses_is_not_asked_again_of_another(int refusal, int told)
    {
        await Network(TrunkTo(_one), TrunkTo(_two));
        _one.Answers = _two.Answers = refusal;
        _alice.Call("0123", _shanghai.Port).Final().StatusCode.ShouldBe(told);
        _shanghai.NextRecord();
        Invites.ShouldBe(1);
    }

    private int Invites => new[] { _one, _two }.Sum(carrier => carrier.Requests.Count(request => request.Method == SipMethod.Invite));

    private async Task Network(DomainSettings first, DomainSettings second)
    {
        _shanghai = Add(new TestBranch("shanghai-1", "shanghai", NodeRoles.Local, TestBranch.DomainOf(_alice, "Alice")));
        Add(new TestBranch("t1", "hq", NodeRoles.Trunk, first));
        Add(new TestBranch("t2", "hq", NodeRoles.Trunk, second));
        await Join();
        await _shanghai.Sees("t1", LinkHealth.Good);
        await _shanghai.Sees("t2", LinkHealth.Good);
    }

    private static DomainSettings TrunkTo(TestPhone carrier) => new()
    {
        Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add(
            "carrier", new TrunkSettings { Addresses = [$"sip:127.0.0.1:{carrier.Port}"], Prefix = "0", Strip = 1, MaxIncoming = 1, MaxOutgoing = 1 }),
    };
}
