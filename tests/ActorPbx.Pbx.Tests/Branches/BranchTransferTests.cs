using System.Text;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A call between branches is transferred by the node of the phone that asks; over the link it is a re-INVITE.</summary>
public sealed class BranchTransferTests : BranchTest
{
    private readonly TestPhone _alice = new("1001");
    private readonly TestPhone _bob = new("4001");

    private protected override IReadOnlyList<TestPhone> Phones => [_alice, _bob];

    [Fact]
    public async Task The_called_branch_sends_the_caller_on_and_the_records_of_both_say_so()
    {
        var (shanghai, berlin) = await Talk();
        _bob.Answers = 180;
        await Refer("<sip:4002@pbx.test>");
        var added = _bob.Next(SipMethod.Invite);
        (added.From.Uri.User, added.To.Uri.User, added.Body.IsEmpty).ShouldBe(("1001", "4002", true));
        _bob.Respond(200);
        _alice.Next(SipMethod.Invite).Body.IsEmpty.ShouldBeFalse();
        _bob.Next(SipMethod.Ack).Body.IsEmpty.ShouldBeFalse();
        _bob.Next(SipMethod.Bye);

        _alice.Send(SipMethod.Bye);
        _bob.Next(SipMethod.Bye);
        var calling = shanghai.NextRecord();
        (calling.Side, calling.Called, calling.Outcome).ShouldBe((RecordSide.Originating, "4001", CallOutcome.Answered));
        var called = new[] { berlin.NextRecord(), berlin.NextRecord(), berlin.NextRecord() };
        called.Select(record => (record.Side, record.Called, record.OnBehalfOf)).ShouldBe(
            [(RecordSide.Terminating, "4001", ""), (RecordSide.Originating, "4002", "4001"), (RecordSide.Terminating, "4002", "4001")], ignoreOrder: true);
        called.ShouldAllBe(record => record.Correlation == calling.Call.Value);
    }

    [Fact]
    public async Task A_call_that_is_sent_on_to_one_device_of_another_branch_rings_no_other()
    {
        await Talk();
        await Refer("<sip:1002@pbx.test;gr=urn:uuid:of-another-phone>");
        while (!Encoding.UTF8.GetString(_bob.Next(SipMethod.Notify).Body.Span).StartsWith("SIP/2.0 480 ", StringComparison.Ordinal))
        {
        }

        _alice.Requests.ShouldBeEmpty();
    }

    private async Task<(TestBranch Shanghai, TestBranch Berlin)> Talk()
    {
        var shanghai = Add(new TestBranch("shanghai-1", "shanghai", NodeRoles.Local, TestBranch.DomainOf(_alice, "Alice")));
        var berlin = Add(new TestBranch("berlin-1", "berlin", NodeRoles.Local, TestBranch.DomainOf(_bob, "Bob")));
        var t1 = Add(new TestBranch("t1", "hq", NodeRoles.Trunk, new DomainSettings()));
        await Join();
        await shanghai.Sees("t1", LinkHealth.Good);
        await t1.Sees("berlin-1", LinkHealth.Good);
        await berlin.Sees("t1", LinkHealth.Good);
        _bob.Answers = 200;
        _alice.Call("4001", shanghai.Port).Answered();
        _bob.Next(SipMethod.Invite);
        _bob.Next(SipMethod.Ack);
        return (shanghai, berlin);
    }

    // Until the caller's ACK is at the called branch there is no transfer: 491.
    private async Task Refer(string target)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            _bob.Send(SipMethod.Refer, (HeaderName.ReferTo, target));
            var code = _bob.Final().StatusCode;
            if (code == 202)
            {
                return;
            }

            code.ShouldBe(491);
            await Task.Delay(50);
        }

        throw new TimeoutException("REFER is never accepted");
    }
}
