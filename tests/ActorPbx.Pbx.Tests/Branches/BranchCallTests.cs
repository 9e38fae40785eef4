using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>Calls from branch to branch: two L-MSS, two T-MSS and their phones, all with real stacks on loopback.</summary>
public sealed class BranchCallTests : IAsyncDisposable
{
    private readonly TestPhone _alice = new("1001");
    private readonly TestPhone _bob = new("4001");
    private readonly List<IAsyncDisposable> _parts = [];
    private TestBranch _shanghai = null!;
    private TestBranch _berlin = null!;
    private TestBranch _t1 = null!;
    private TestBranch _t2 = null!;

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }

        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
    }

    [Fact]
    public async Task A_call_between_branches_is_answered_and_ended_and_is_one_call_in_the_records()
    {
        await Network();
        _bob.Answers = 200;
        _alice.Call("4001", _shanghai.Port).Answered();
        var invite = _bob.Next(SipMethod.Invite);
        (invite.From.Uri.User, invite.From.DisplayName).ShouldBe(("1001", "Alice"));
        invite.Headers.Contains(LinkNames.Correlation).ShouldBeFalse();
        _bob.Next(SipMethod.Ack);
        (_shanghai.Places.Out, _berlin.Places.In).ShouldBe((1, 1));

        _bob.Send(SipMethod.Info);
        _alice.Next(SipMethod.Info);
        _alice.Send(SipMethod.Bye);
        _bob.Next(SipMethod.Bye);
        var (calling, called) = (_shanghai.NextRecord(), _berlin.NextRecord());
        (calling.Side, calling.Branch, calling.Outcome).ShouldBe((RecordSide.Originating, "shanghai", CallOutcome.Answered));
        (called.Side, called.Branch, called.Outcome).ShouldBe((RecordSide.Terminating, "berlin", CallOutcome.Answered));
        called.Correlation.ShouldBe(calling.Call.Value);
        SpinWait.SpinUntil(() => _shanghai.Places.Out + _berlin.Places.In == 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_heard_at_the_other_branch()
    {
        await Network();
        _bob.Answers = 180;
        _alice.Call("4001", _shanghai.Port);
        _bob.Next(SipMethod.Invite);
        SpinWait.SpinUntil(() => _alice.Responses.Any(response => response.StatusCode == 180), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _alice.Cancel();
        _alice.Final().StatusCode.ShouldBe(487);
        _bob.Next(SipMethod.Cancel);
        _berlin.NextRecord().Outcome.ShouldBe(CallOutcome.Abandoned);
    }

    [Fact]
    public async Task A_gruu_means_the_same_phone_at_the_other_branch()
    {
        await Network();
        _bob.Answers = 200;
        _alice.Call("4001", _shanghai.Port, device: ";gr=urn:uuid:of-another-phone").Final().StatusCode.ShouldBe(480);
        _bob.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_of_the_called_phone_is_the_callers()
    {
        await Network();
        _bob.Answers = 486;
        _alice.Call("4001", _shanghai.Port).Final().StatusCode.ShouldBe(486);
        _shanghai.NextRecord().Outcome.ShouldBe(CallOutcome.Busy);
        _alice.Call("4999", _shanghai.Port).Final().StatusCode.ShouldBe(404);
        _shanghai.NextRecord().Outcome.ShouldBe(CallOutcome.UnknownNumber);
    }

    [Fact]
    public async Task A_call_outlives_the_t_mss_that_set_it_up()
    {
        await Network(onlyFirst: true);
        _bob.Answers = 200;
        _alice.Call("4001", _shanghai.Port).Answered();
        _bob.Next(SipMethod.Ack);
        await _t1.DisposeAsync();
        _alice.Send(SipMethod.Info);
        _bob.Next(SipMethod.Info);
        _bob.Send(SipMethod.Bye);
        _alice.Next(SipMethod.Bye);
        (_shanghai.NextRecord().ReleasedBy, _berlin.NextRecord().ReleasedBy).ShouldBe((ReleasedBy.Called, ReleasedBy.Called));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_rings_moves_to_another_t_mss_when_its_own_is_gone(bool isAnsweredAtOnce)
    {
        await Network();
        _bob.Answers = 180;
        _alice.Call("4001", _shanghai.Port);
        _bob.Next(SipMethod.Invite);
        SpinWait.SpinUntil(() => _alice.Responses.Any(response => response.StatusCode == 180), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        var (carrier, name) = await _t1.CallsUnderWay() > 0 ? (_t1, "t1") : (_t2, "t2");
        await carrier.DisposeAsync();
        if (!isAnsweredAtOnce)
        {
            await _shanghai.Sees(name, LinkHealth.Down);
        }

        _bob.Respond(200);
        _alice.Answered();
        _bob.Next(SipMethod.Ack);
        _bob.Send(SipMethod.Bye);
        _alice.Next(SipMethod.Bye);
        (_shanghai.NextRecord().Outcome, _berlin.NextRecord().Outcome).ShouldBe((CallOutcome.Answered, CallOutcome.Answered));
        _bob.Requests.Count(request => request.Method == SipMethod.Invite).ShouldBe(0, "it rang once");
    }

    [Fact]
    public async Task An_ack_reaches_the_called_phone_when_the_t_mss_that_brought_the_200_is_gone()
    {
        await Network(onlyFirst: true);
        _bob.Answers = 200;
        var success = _alice.Call("4001", _shanghai.Port, offers: false).Final();
        success.StatusCode.ShouldBe(200);
        await _t1.DisposeAsync();
        _alice.Acknowledge(success);
        _bob.Next(SipMethod.Ack).Body.IsEmpty.ShouldBeFalse();
        _bob.Send(SipMethod.Bye);
        _alice.Next(SipMethod.Bye);
        (_shanghai.NextRecord().ReleasedBy, _berlin.NextRecord().ReleasedBy).ShouldBe((ReleasedBy.Called, ReleasedBy.Called));
    }

    [Fact]
    public async Task A_t_mss_that_never_answers_is_left_for_the_next_and_the_phone_rings_once()
    {
        await using var silent = new SilentTrunkNode("t3");
        await Network(onlyFirst: true, others: silent.Member);
        await _shanghai.Sees("t3", LinkHealth.Good);
        _bob.Answers = 486;
        var calls = 0;
        while (silent.Invites.IsEmpty)
        {
            // Calls spread over both.
            (++calls).ShouldBeLessThan(200);
            _alice.Call("4001", _shanghai.Port).Final().StatusCode.ShouldBe(486);
            await _shanghai.Sees("t3", LinkHealth.Good);
        }

        _bob.Requests.Count(request => request.Method == SipMethod.Invite).ShouldBe(calls);
    }

    [Fact]
    public async Task Without_headquarters_a_call_is_refused_with_the_reason_and_when_to_try_again()
    {
        await Network();
        await _t1.DisposeAsync();
        await _t2.DisposeAsync();
        var refusal = _alice.Call("4001", _shanghai.Port).Final();
        refusal.StatusCode.ShouldBe(503);
        refusal.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=3;");
        refusal.Headers.Contains(HeaderName.RetryAfter).ShouldBeTrue();
        _shanghai.NextRecord().Outcome.ShouldBe(CallOutcome.Unreachable);
        _shanghai.Places.Out.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_carries_no_more_calls_than_it_may()
    {
        await Network(shanghaiPlaces: new LinkCalls(0, 1), berlinPlaces: new LinkCalls(1, 0));
        _bob.Answers = 180;
        _alice.Call("4001", _shanghai.Port);
        _bob.Next(SipMethod.Invite);
        await using var second = new TestPhone("1002");
        second.Call("4001", _shanghai.Port).Final().StatusCode.ShouldBe(503);
        _alice.Cancel();
        _alice.Final().StatusCode.ShouldBe(487);
        SpinWait.SpinUntil(() => _shanghai.Places.Out == 0 && _berlin.Places.In == 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();

        _berlin.Places.TryBegin(LinkDirection.In).ShouldBeTrue();
        var full = second.Call("4001", _shanghai.Port).Final();
        full.StatusCode.ShouldBe(480);
        full.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=34;");
    }

    private async Task Network(bool onlyFirst = false, LinkCalls? shanghaiPlaces = null, LinkCalls? berlinPlaces = null, params Member[] others)
    {
        _shanghai = Add(new TestBranch("shanghai-1", "shanghai", NodeRoles.Local, TestBranch.DomainOf(_alice, "Alice"), shanghaiPlaces));
        _berlin = Add(new TestBranch("berlin-1", "berlin", NodeRoles.Local, TestBranch.DomainOf(_bob, "Bob"), berlinPlaces));
        _t1 = Add(new TestBranch("t1", "hq", NodeRoles.Trunk, new DomainSettings()));
        _t2 = Add(new TestBranch("t2", "hq", NodeRoles.Trunk, new DomainSettings()));
        if (onlyFirst)
        {
            // It takes no new calls, but carries on with what others set up.
            _t2.Member = _t2.Member with { Load = NodeLoad.None with { Draining = true } };
        }

        await TestBranch.Join([_shanghai, _berlin, _t1, _t2], others);
        foreach (var branch in new[] { _shanghai, _berlin })
        {
            await branch.Sees("t1", LinkHealth.Good);
            await branch.Sees("t2", LinkHealth.Good);
        }
    }

    private TestBranch Add(TestBranch node)
    {
        _parts.Add(node);
        return node;
    }
}
