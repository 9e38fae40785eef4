using System.Text;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Subscriptions.Distant;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Tests.Roaming;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Subscriptions;

/// <summary>A phone of Lagos watches numbers of Shanghai (4xxx), with the bus in the test's hands.</summary>
public class DistantNumberTests : TestKit
{
    private const string Domain = "pbx.test", Service = "state.pbx.test";
    private static readonly Origin s_shanghai = new(new("shanghai"), new("shanghai-1"));
    private readonly SipEdge _sip = new();
    private readonly TestProbe _cluster;
    private readonly WatchedDomain _domain;

    public DistantNumberTests()
    {
        _cluster = CreateTestProbe();
        var board = new NumberBoard();
        var (lagos, silent) = (new Origin(new("lagos"), new("lagos-1")), CreateTestProbe().Ref);
        var directory = Sys.ActorOf(Props.Create(() => new DirectoryActor(new DirectoryParts(silent, silent, lagos, 1, false, OwnNumbers.None, null, board, TimeProvider.System))));
        var owns = new NodeNumbersForm("shanghai", "shanghai-1", 1, 1, [new BlockForm(Domain, "4000", "4999", 0)], [], []);
        directory.Tell(new Published(new Origin(new("hq"), new("t1")), DirectoryActor.DirectorySubject, new DirectoryUpdated([owns], [])));
        AwaitCondition(() => board.Plan.NodesOf(s_shanghai.Branch).Length == 1, TimeSpan.FromSeconds(30));
        var disk = new MemoryStore();
        _domain = new WatchedDomain(Sys, _sip, Sys.ActorOf(Props.Create(() => new MemoryStoreActor(disk))), TimeProvider.System, new("lagos"), board);
        _domain.Distant!.Tell(new RoamingJoined(_cluster.Ref, silent));
        _cluster.ExpectMsg<SubscribeToCluster>();
        _cluster.ExpectMsg<Serve>().Service.ShouldBe("watchers.pbx.test");
    }

    [Fact]
    public void The_first_who_watches_listens_and_asks_the_second_costs_nothing_and_the_last_says_good_bye()
    {
        var first = _domain.Subscribe("100", "4001");
        var granted = first.Next(200);
        var waiting = _domain.Notify();
        waiting.Request.Headers.Get(HeaderName.SubscriptionState)!.ShouldStartWith("pending;");
        waiting.Reply(200);
        _cluster.ExpectMsg<Subscribe>().Pattern.ShouldBe("shanghai.*.state.pbx.test.4001");
        var ask = _cluster.ExpectMsg<AskNode>();
        (ask.Branch, ask.Node, ask.Service, ask.Message).ShouldBe((s_shanghai.Branch, s_shanghai.Node, Service, new AskNumber(Domain, "4001")));
        _domain.Distant!.Tell(new Answered(ask.Token, s_shanghai, Stands(1, true)));
        var known = _domain.Notify();
        known.Request.Headers.Get(HeaderName.SubscriptionState)!.ShouldStartWith("active;");
        Text(known).ShouldContain("<state>confirmed</state>");
        known.Reply(200);

        var second = _domain.Subscribe("102", "4001");
        var other = second.Next(200);
        var same = _domain.Notify();
        Text(same).ShouldContain("<state>confirmed</state>");
        same.Reply(200);
        _domain.Distant!.Tell(new Published(s_shanghai, "state.pbx.test.4001", Stands(2, true, talks: false)));
        _domain.InDialog(first, granted, 2, "Event: dialog\r\nExpires: 0\r\n").Next(200);
        _domain.InDialog(second, other, 2, "Event: dialog\r\nExpires: 0\r\n").Next(200);
        AwaitAssert(() =>
        {
            while (_sip.Sent.TryTake(out var sent))
            {
                sent.Reply(200);
            }

            _domain.Dialogs.Subscriptions.ShouldBe(0);
        }, TimeSpan.FromSeconds(10));
        _cluster.ExpectMsg<Unsubscribe>(TimeSpan.FromSeconds(10)).Pattern.ShouldBe("shanghai.*.state.pbx.test.4001");
        _cluster.ExpectMsg<SendToNode>().Message.ShouldBe(new NumberUnwatched(Domain, "4001"));
    }

    [Fact]
    public void What_comes_late_or_from_who_cannot_know_is_not_heard()
    {
        Watch("100", "4001");
        _domain.Distant!.Tell(new Published(s_shanghai, "state.pbx.test.4001", Stands(5, true, talks: false)));
        _domain.Notify().Reply(200);
        _domain.Distant!.Tell(new Published(s_shanghai, "state.pbx.test.4001", Stands(4, true)));
        _domain.Distant!.Tell(new Published(new Origin(new("berlin"), new("berlin-1")), "state.pbx.test.4001", Stands(9, true)));
        Text(Poll("102", "4001")).ShouldNotContain("<state>");
    }

    [Fact]
    public void The_whole_state_is_asked_for_again_when_the_bus_is_back()
    {
        Watch("100", "4001");
        _domain.Distant!.Tell(new ClusterEvent.BusRestored());
        _cluster.ExpectMsg<AskNode>().Message.ShouldBe(new AskNumber(Domain, "4001"));
    }

    [Theory]
    [InlineData(true, "stock", "terminated;reason=rejected", 403)]
    [InlineData(false, "", "terminated;reason=noresource", 404)]
    public void A_number_of_another_group_or_that_does_not_exist_is_not_seen(bool isHome, string group, string ended, int code)
    {
        var ask = Watch("120", "4001");
        _domain.Distant!.Tell(new Answered(ask.Token, s_shanghai, Stands(1, isHome) with { Group = group }));
        var last = _domain.Notify();
        last.Request.Headers.Get(HeaderName.SubscriptionState).ShouldBe(ended);
        _domain.Subscribe("121", "4001").Next(code);
    }

    [Fact]
    public void What_waits_for_a_number_is_told_to_branches_that_may_have_it_as_a_guest_and_to_nobody_else()
    {
        _domain.Shown!.Tell(new RoamingJoined(_cluster.Ref, TestActor));
        _cluster.ExpectMsg<Serve>();
        _cluster.ExpectMsg<SubscribeToCluster>();
        var (berlin, tokyo) = (new Origin(new("berlin"), new("berlin-1")), new Origin(new("tokyo"), new("tokyo-1")));
        var told = new List<MailboxForm?>();
        foreach (var origin in new[] { berlin, tokyo })
        {
            _domain.Shown!.Tell(new Received(origin, Service, new AskNumber(Domain, "101"), new ReplyAddress(origin, "1", 0)));
            told.Add(_cluster.FishForMessage<Reply>(reply => reply.To.Asker == origin).Message.ShouldBeOfType<NumberStands>().Mailbox);
        }

        told.ShouldBe([new MailboxForm(0, 0, 0), null]);
        _domain.Say("100", "101", "hello").Next(202);
        var news = _cluster.FishForMessage<SendToNode>(_ => true);
        (news.Branch, news.Service, ((NumberStands)news.Message).Mailbox).ShouldBe((berlin.Branch, "watchers.pbx.test", new MailboxForm(0, 0, 1)));
        _cluster.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void What_a_home_told_of_a_mailbox_stands_until_it_tells_it_anew()
    {
        var number = new DistantNumber(new("4001"));
        number.MoveTo(s_shanghai.Branch, [s_shanghai]);
        number.Hear(s_shanghai, Stands(1, true) with { Mailbox = new MailboxForm(0, 0, 2) }, DateTimeOffset.UnixEpoch).ShouldBeTrue();
        number.Hear(s_shanghai, Stands(2, true), DateTimeOffset.UnixEpoch).ShouldBeTrue();
        number.State().Mailbox!.Text.ShouldBe(2);
        number.Hear(s_shanghai, Stands(3, true) with { Mailbox = new MailboxForm(0, 0, 0) }, DateTimeOffset.UnixEpoch).ShouldBeTrue();
        number.State().Mailbox!.Text.ShouldBe(0);
        number.Forget(DateTimeOffset.UnixEpoch).ShouldBeTrue();
        number.State().Mailbox.ShouldBeNull();
    }

    [Fact]
    public void The_state_of_a_number_goes_over_the_bus_only_while_somebody_elsewhere_watches_it()
    {
        _domain.Shown!.Tell(new RoamingJoined(_cluster.Ref, TestActor));
        _cluster.ExpectMsg<Serve>().Service.ShouldBe(Service);
        _cluster.ExpectMsg<SubscribeToCluster>();
        var berlin = new Origin(new("berlin"), new("berlin-1"));
        _domain.Register("101");
        _domain.Shown!.Tell(new Received(berlin, Service, new AskNumber(Domain, "101"), new ReplyAddress(berlin, "1", 0)));
        var told = _cluster.ExpectMsg<Reply>().Message.ShouldBeOfType<NumberStands>();
        (told.IsHome, told.IsReachable, told.Dialogs.IsEmpty).ShouldBe((true, true, true));

        var call = CreateTestProbe("call-1").Ref;
        _domain.Call(call, "101", "102");
        _domain.Call(CreateTestProbe("call-2").Ref, "103", "102");
        var published = _cluster.ExpectMsg<Publish>();
        published.Subject.ShouldBe("state.pbx.test.101");
        var stands = published.Message.ShouldBeOfType<NumberStands>();
        stands.Dialogs.ShouldHaveSingleItem().ShouldBe(new DialogForm("call-1", true, DialogStage.Trying, "102"));
        stands.At.ShouldBeGreaterThan(told.At);
        _domain.Shown!.Tell(new ClusterEvent.BusRestored());
        _cluster.ExpectMsg<Publish>().Message.ShouldBeOfType<NumberStands>().Dialogs.Length.ShouldBe(1);

        Watch(_cluster.LastSender);
        _domain.Shown!.Tell(new Received(berlin, Service, new NumberUnwatched(Domain, "101"), null));
        ExpectTerminated(_cluster.LastSender);
        _domain.Advance(call, "101", DialogStage.Confirmed);
        _domain.Shown!.Tell(new Received(berlin, Service, new AskNumber(Domain, "999"), new ReplyAddress(berlin, "2", 0)));
        // The next that is said is the answer about another number: the call's answer was told to nobody.
        var nobody = _cluster.ExpectMsg<Reply>().Message.ShouldBeOfType<NumberStands>();
        (nobody.Number, nobody.IsHome).ShouldBe(("999", false));
    }

    private AskNode Watch(string watcher, string number)
    {
        _domain.Subscribe(watcher, number).Next(200);
        _domain.Notify().Reply(200);
        _cluster.ExpectMsg<Subscribe>();
        return _cluster.ExpectMsg<AskNode>();
    }

    private SentRequest Poll(string watcher, string number)
    {
        _domain.Subscribe(watcher, number, extra: "Expires: 0\r\n").Next(200);
        return _domain.Notify();
    }

    private static NumberStands Stands(long at, bool isHome, bool talks = true) =>
        new(Domain, "4001", at, isHome, "", true, talks ? [new DialogForm("c", false, DialogStage.Confirmed, "7001")] : [], []);

    private static string Text(SentRequest notify) => Encoding.UTF8.GetString(notify.Request.Body.Span);
}
