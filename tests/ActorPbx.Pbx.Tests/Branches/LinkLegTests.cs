using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A call that leaves over a link, with the test as both T-MSS nodes.</summary>
public class LinkLegTests : TestKit
{
    private readonly TwoTrunkNodes _links = new();
    private readonly DialogOwners _dialogs = new();

    [Fact]
    public void A_node_that_is_silent_is_left_for_the_next_with_the_same_request()
    {
        var invite = Call();
        var first = _links.Next();
        var second = _links.Next();
        second.Hop.ShouldNotBe(first.Hop);
        foreach (var header in new[] { HeaderName.CallId, HeaderName.From, HeaderName.CSeq, HeaderName.Contact, HeaderName.Route, LinkNames.Correlation })
        {
            second.Sent.Request.Headers.Get(header).ShouldBe(first.Sent.Request.Headers.Get(header).ShouldNotBeNull());
        }

        _links.Silent.ShouldContain(first.Hop);
        second.Sent.Reply(180);
        invite.Next(180);
        first.Sent.Cancelled.IsSet.ShouldBeTrue("a copy that comes alive now is given up");
    }

    [Fact]
    public void A_call_that_rings_by_a_node_that_is_gone_is_taken_over_by_the_next()
    {
        var invite = Call();
        var first = _links.Next();
        first.Sent.Reply(180);
        invite.Next(180);
        _links.Broken = first.Hop.Node.Value;
        var second = _links.Next();
        second.Hop.ShouldNotBe(first.Hop);
        (first.Sent.Request.Headers.Contains(LinkNames.TakesOver), second.Sent.Request.Headers.Contains(LinkNames.TakesOver)).ShouldBe((false, true));
        second.Sent.Reply(180);
        second.Sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
        second.Sent.Acks.TryTake(out _, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        second.Sent.Cancelled.IsSet.ShouldBeFalse();
    }

    [Fact]
    public void A_482_that_a_lost_copy_came_first_has_the_same_node_asked_to_take_over()
    {
        var invite = Call();
        var (first, second) = (_links.Next(), _links.Next());
        _links.Broken = first.Hop.Node.Value;
        second.Sent.Request.Headers.Contains(LinkNames.TakesOver).ShouldBeFalse("the first was silent, no more");
        AwaitCondition(() => _links.Tried.Contains(second.Hop), TimeSpan.FromSeconds(30));
        second.Sent.Reply(482);
        var third = _links.Next();
        (third.Hop, third.Sent.Request.Headers.Contains(LinkNames.TakesOver)).ShouldBe((second.Hop, true));
        third.Sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
    }

    [Fact]
    public void A_call_that_rings_goes_on_ringing_while_no_other_node_is_there()
    {
        _links.IsNoneLeft = true;
        var invite = Call();
        var first = _links.Next();
        first.Sent.Reply(180);
        invite.Next(180);
        _links.Broken = first.Hop.Node.Value;
        AwaitCondition(() => _links.Tried.Count > 4, TimeSpan.FromSeconds(30));
        first.Sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
    }

    [Fact]
    public void A_node_far_away_is_not_left_before_an_answer_can_be_there()
    {
        _links.RoundTrip = TimeSpan.FromMinutes(1);
        var invite = Call();
        var first = _links.Next();
        _links.SendsWithin(TimeSpan.FromSeconds(1)).ShouldBeFalse();
        _links.Silent.ShouldBeEmpty();
        first.Sent.Reply(180);
        invite.Next(180);
    }

    [Fact]
    public void A_482_of_one_copy_counts_nothing_while_the_other_lives()
    {
        var invite = Call();
        var (first, second) = (_links.Next(), _links.Next());
        first.Sent.Reply(100);
        second.Sent.Reply(482);
        first.Sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
        first.Sent.Acks.TryTake(out _, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        second.Sent.Acks.ShouldBeEmpty();
    }

    [Fact]
    public void A_node_that_does_not_reach_the_branch_is_left_for_the_next_at_once_and_its_cause_is_kept()
    {
        var invite = Call();
        Refuse(_links.Next().Sent, 503, 41);
        Refuse(_links.Next().Sent, 503, 34);
        var refusal = invite.Next(503);
        refusal.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=34;");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_silent_node_that_is_gone_is_not_waited_for_when_the_last_one_does_not_reach_the_branch(bool breaks)
    {
        (var invite, _) = (Call(), _links.Next());
        var last = _links.Next().Sent;
        (_links.IsNoneLeft, _links.Broken) = (true, "all");
        Action fails = breaks ? () => last.User.OnTransportError(last, "reset") : () => Refuse(last, 503, 41);
        fails();
        invite.Next(503, TimeSpan.FromSeconds(20)).Headers.Get(HeaderName.Reason)!.StartsWith("Q.850;cause=41;", StringComparison.Ordinal).ShouldBe(!breaks);
    }

    [Fact]
    public void A_silent_node_that_lives_is_waited_for_when_the_last_one_does_not_reach_the_branch()
    {
        (var invite, var first) = (Call(), _links.Next());
        Refuse(_links.Next().Sent, 503, 41);
        _links.SendsWithin(TimeSpan.FromSeconds(3)).ShouldBeFalse();
        first.Sent.Reply(180);
        invite.Next(180);
    }

    [Fact]
    public void A_call_whose_nodes_broke_one_after_the_other_is_offered_once_more()
    {
        (_, var first) = (Call(), _links.Next().Sent);
        var second = _links.Next().Sent;
        second.User.OnTransportError(second, "reset");
        first.User.OnTransportError(first, "reset");
        _links.Next().Sent.Request.Headers.Contains(LinkNames.TakesOver).ShouldBeTrue();
    }

    [Fact]
    public void A_call_whose_connections_all_broke_is_offered_again_when_a_node_answers_pings_again()
    {
        var invite = Call();
        Break(_links.Next().Sent);
        Break(_links.Next().Sent);
        AwaitCondition(() => _links.Tried.Count > 1, TimeSpan.FromSeconds(30));
        _links.SendsWithin(TimeSpan.Zero).ShouldBeFalse("nothing says that a node is back");
        _links.Back = "t1";
        var third = _links.Next();
        (third.Hop.Node.Value, third.Sent.Request.Headers.Contains(LinkNames.TakesOver)).ShouldBe(("t1", true));
        third.Sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
    }

    [Fact]
    public void A_call_whose_connections_all_broke_is_refused_when_no_node_comes_back()
    {
        var invite = Call();
        Break(_links.Next().Sent);
        Break(_links.Next().Sent);
        invite.Next(503, TimeSpan.FromSeconds(30));
        _links.SendsWithin(TimeSpan.Zero).ShouldBeFalse();
    }

    [Fact]
    public void A_caller_who_gives_up_while_no_node_is_back_is_told_so_at_once()
    {
        var invite = Call();
        Break(_links.Next().Sent);
        Break(_links.Next().Sent);
        invite.User!.OnCancel(invite, SipEdge.InDialog(invite.Request, SipResponse.For(invite.Request, 200, toTag: "x"), SipMethod.Cancel, 1));
        invite.Next(487);
    }

    [Fact]
    public void A_call_that_was_heard_is_taken_over_when_its_connection_ends()
    {
        var invite = Call();
        var first = _links.Next().Sent;
        first.Reply(180);
        invite.Next(180);
        first.User.OnConnectionEnded(first);
        var second = _links.Next();
        (second.Hop.Node.Value, second.Sent.Request.Headers.Contains(LinkNames.TakesOver)).ShouldBe(("t2", true));
        second.Sent.User.OnConnectionEnded(second.Sent);
        _links.Back = "t1";
        _links.Next().Sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
    }

    [Fact]
    public void An_ack_goes_by_another_node_until_a_link_proves_itself()
    {
        var invite = Call();
        var sent = _links.Next().Sent;
        sent.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
        sent.Acks.TryTake(out var ack, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        AwaitCondition(() => _links.Tried.Any(hop => hop.Node.Value == "t1"), TimeSpan.FromSeconds(30));
        _links.Acks.ShouldBeEmpty("nothing is wrong so far");

        _links.Broken = "t1";
        _links.Acks.TryTake(out var other, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        other.Hop.Node.Value.ShouldBe("t2");
        (other.Ack.CallId, other.Ack.CSeq, other.Ack.ToTag).ShouldBe((ack!.CallId, ack.CSeq, ack.ToTag));
        AwaitCondition(() => _links.Tried.Any(hop => hop.Node.Value == "t2"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_request_that_comes_by_two_paths_is_one_and_is_answered_on_both()
    {
        var invite = Call();
        var sent = _links.Next().Sent;
        sent.Reply(200, body: SipEdge.Offer);
        var answer = invite.Next(200);
        sent.Acks.TryTake(out _, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));

        var info = $"INFO sip:x@here SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKBRANCH\r\nFrom: <sip:101@pbx.test>;tag=device\r\n"
            + $"To: <sip:100@pbx.test>;tag={sent.Request.FromTag}\r\nCall-ID: {sent.Request.CallId}\r\nCSeq: 7 INFO\r\nInfo-Package: greeting\r\nContent-Length: 0\r\n\r\n";
        var (one, two) = (Ask(info.Replace("BRANCH", "1"), 1), Ask(info.Replace("BRANCH", "2"), 2));
        _sip.Next(SipMethod.Info).Reply(200);
        one.Next(200);
        two.Next(200).TopVia.Branch.ShouldBe("z9hG4bK2");
        Ask(info.Replace("BRANCH", "3"), 3).Next(200);
        _sip.Sent.ShouldBeEmpty();
    }

    private readonly SipEdge _sip = new();

    private AskedRequest Call()
    {
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100", new ExtensionSettings { Password = "x" }),
            }),
        };
        var domain = new DirectoryBuilder(settings, "/").Build().Domains[0];
        var branch = new BranchCalls(
            new("shanghai"), "shanghai-1.shanghai.demo.invalid", false, new NumberBoard(), _links, new LinkCalls(0, 0), Sys.Scheduler.Advanced);
        var extensions = CreateTestProbe();
        var services = new CallServices(
            _sip, _dialogs, extensions.Ref, Sys.DeadLetters, Sys.DeadLetters, Sys.DeadLetters, TimeProvider.System, "node",
            Logging.GetLogger(Sys, "calls"), 100, new CallRouting(domain, branch));
        var calls = Sys.ActorOf(Props.Create(() => new CallsActor(services)));
        var id = new CallId(SipIdsForTests.Next());
        var invite = new AskedRequest(SipEdge.Invite(to: "4001"), SipEdge.CallerFlow);
        var port = new LegPort(calls, id, LegId.Caller, default);
        invite.User = port;
        calls.Tell(new NewCall(id, invite, port, domain, new CallOrigin.Extension(domain.Find("100")!), "4001"));
        extensions.ExpectMsg<AdmitOutgoing>(TimeSpan.FromSeconds(30));
        extensions.Reply(new OutgoingAdmitted(id, false));
        return invite;
    }

    private AskedRequest Ask(string text, int exchange)
    {
        var asked = new AskedRequest(SipEdge.Parse(text), SipEdge.CallerFlow);
        var owner = _dialogs.Find(asked.Request.ToTag!)!;
        var port = new LegPort(owner.Call, owner.Id, owner.Leg, new ExchangeId(exchange));
        asked.User = port;
        owner.Call.Tell(new RequestCame(port, owner.Peer, asked.Request.ToTag!, asked));
        return asked;
    }

    private static void Break(SentRequest sent) => sent.User.OnTransportError(sent, "reset");

    private static void Refuse(SentRequest sent, int code, int cause)
    {
        var response = SipResponse.For(sent.Request, code, null, "t");
        response.Headers.Add(HeaderName.Reason, $"Q.850;cause={cause};text=\"x\"");
        sent.User.OnResponse(sent, response);
    }
}
