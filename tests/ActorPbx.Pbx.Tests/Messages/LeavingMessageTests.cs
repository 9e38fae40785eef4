using System.Text;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Tests.Roaming;
using ActorPbx.Pbx.Tests.Subscriptions;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Messages;

/// <summary>Messages between Lagos and numbers of Shanghai (4xxx), with both T-MSS in the test's hands, and the time.</summary>
public class LeavingMessageTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SipEdge _sip = new();
    private readonly MemoryStore _disk = new();
    private readonly TwoTrunkNodes _links = new();
    private readonly NumberBoard _board = new();
    private readonly WatchedDomain _domain;

    public LeavingMessageTests()
        : base($"akka.scheduler.implementation = \"{typeof(TestScheduler).FullName}, {typeof(TestScheduler).Assembly.GetName().Name}\"")
    {
        var (lagos, silent, board) = (new Origin(new("lagos"), new("lagos-1")), Sys.DeadLetters, _board);
        var directory = Sys.ActorOf(Props.Create(() => new DirectoryActor(new DirectoryParts(silent, silent, lagos, 1, false, OwnNumbers.None, null, board, TimeProvider.System))));
        var owns = new NodeNumbersForm("shanghai", "shanghai-1", 1, 1, [new BlockForm("pbx.test", "4000", "4999", 0)], [], []);
        directory.Tell(new Published(new Origin(new("hq"), new("t1")), DirectoryActor.DirectorySubject, new DirectoryUpdated([owns], [])));
        Until(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            return board.Plan.NodesOf(new("shanghai")).Length == 1;
        });
        _domain = Node();
    }

    [Fact]
    public void What_the_home_takes_is_answered_202_and_forgotten_here()
    {
        var asked = _domain.Say("100", "4001", "hello");
        var sent = _links.Next().Sent;
        var request = sent.Request;
        (request.RequestUri.ToString(), request.From.Uri.ToString(), request.To.Uri.ToString()).ShouldBe(("sip:4001@pbx.test", "sip:100@pbx.test", "sip:4001@pbx.test"));
        (request.Headers.Get(HeaderName.Route), Text(sent), request.ContentType).ShouldBe(("<sip:tmss.demo.invalid;lr>", "hello", "text/plain"));
        _disk.Messages.Keys.ShouldHaveSingleItem().ShouldBe(request.Headers.Get(LinkNames.Message));
        asked.Responses.Count.ShouldBe(0);
        sent.Reply(202);
        asked.Next(202);
        Until(() => _disk.Messages.IsEmpty);
    }

    [Fact]
    public void The_one_phone_that_it_is_for_is_named_on_the_way_and_found_at_the_end()
    {
        var device = $";gr=urn:uuid:1;x-registration={TempGruus.MarkOf("flow-1")}";
        _domain.Say("100", "4001", "hello", device: device);
        _links.Next().Sent.Request.RequestUri.ToString().ShouldBe($"sip:4001@pbx.test{device}");

        _domain.Register("106", "192.0.2.2");
        _domain.RegisterFlow("106", 1, expires: 300);
        _domain.Bring("4001", "106", "for one", "m1", device: device).Next(202);
        var sent = _sip.Next(SipMethod.Message);
        (sent.Target.EndPoint.Port, Text(sent)).ShouldBe((40001, "for one"));
        sent.Reply(200);
        Until(() => _disk.Messages.Count == 1);
        _sip.Sent.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("4001", 404)]
    [InlineData("4001", 403)]
    [InlineData("4001", 480)]
    [InlineData("7001", 404)]
    public void What_headquarters_or_the_home_refuses_its_sender_hears(string number, int code)
    {
        var asked = _domain.Say("100", number, "hello");
        _links.Next().Sent.Reply(code);
        asked.Next(code);
        Until(() => _disk.Messages.IsEmpty);
    }

    [Fact]
    public void Without_a_way_it_is_kept_and_sent_on_in_order_when_a_node_is_back()
    {
        var (first, second) = (_domain.Say("100", "4001", "one"), _domain.Say("100", "4001", "two"));
        second.Next(202);
        var id = NoWay();
        first.Next(202);
        _disk.Messages.Count.ShouldBe(2);
        _domain.Say("100", "4001", "three").Next(202);
        _domain.Messages.Tell(new ClusterEvent.BusRestored());
        var again = _links.Next().Sent;
        (Text(again), again.Request.Headers.Get(LinkNames.Message)).ShouldBe(("one", id));
        again.Reply(202);
        foreach (var text in new[] { "two", "three" })
        {
            var next = _links.Next().Sent;
            Text(next).ShouldBe(text);
            next.Reply(202);
        }

        Until(() => _disk.Messages.IsEmpty);
    }

    [Fact]
    public void It_is_tried_again_by_itself_and_a_refusal_then_ends_it()
    {
        var asked = _domain.Say("100", "4001", "one");
        NoWay();
        asked.Next(202);
        AfterRest().Reply(404);
        AfterRest().Reply(413);
        Until(() => _disk.Messages.IsEmpty);
    }

    [Fact]
    public void Silence_keeps_no_sender_waiting_and_an_answer_that_comes_late_counts()
    {
        var asked = _domain.Say("100", "4001", "one");
        var silent = _links.Next().Sent;
        Advance(TimeSpan.FromSeconds(5));
        asked.Next(202);
        _disk.Messages.Count.ShouldBe(1);
        silent.Reply(202);
        Until(() => _disk.Messages.IsEmpty);
    }

    [Fact]
    public void It_outlives_the_node_under_its_name()
    {
        _domain.Say("100", "4001", "one");
        var id = _links.Next().Sent.Request.Headers.Get(LinkNames.Message);
        Node();
        _links.Next().Sent.Request.Headers.Get(LinkNames.Message).ShouldBe(id);
    }

    [Fact]
    public void A_number_that_nobody_knows_is_promised_nothing()
    {
        var asked = _domain.Say("100", "7001", "hello");
        NoWay();
        asked.Next(503).Headers.Get(HeaderName.RetryAfter).ShouldBe("5");
        _disk.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void Of_what_cannot_leave_no_more_waits_for_a_number_than_may()
    {
        var asked = Enumerable.Range(0, 3).Select(_ => _domain.Say("100", "4001", "x")).ToArray();
        NoWay();
        foreach (var one in asked)
        {
            one.Next(202);
        }

        _domain.Say("100", "4001", "one more").Next(480);
    }

    [Fact]
    public void What_a_node_brings_twice_is_taken_once_even_after_a_restart()
    {
        _domain.Register("101");
        _domain.Bring("4001", "101", "hello", "m1").Next(202);
        var sent = _sip.Next(SipMethod.Message);
        (Text(sent), sent.Request.From.Uri.ToString(), sent.Request.Headers.Contains(LinkNames.Message)).ShouldBe(("hello", "sip:4001@pbx.test", false));
        _domain.Bring("4001", "101", "hello", "m1").Next(202);
        sent.Reply(200);
        Until(() => _disk.Taken.ContainsKey("m1"));
        var after = Node();
        after.Register("101");
        after.Bring("4001", "101", "hello", "m1").Next(202);
        after.Bring("4001", "101", "next", "m2").Next(202);
        Text(_sip.Next(SipMethod.Message)).ShouldBe("next");
    }

    [Fact]
    public void What_left_is_not_taken_for_delivered_when_it_comes_back_for_a_guest_after_a_restart()
    {
        _domain.Say("100", "4001", "hello");
        var id = _links.Next().Sent.Request.Headers.Get(LinkNames.Message)!;
        var after = Node();
        _links.Next().Sent.Request.Headers.Get(LinkNames.Message).ShouldBe(id);
        after.Bring("101", "4001", "hello", id).Next(404);
    }

    [Fact]
    public void What_a_node_brings_for_nobody_or_beyond_the_bounds_is_refused()
    {
        _domain.Bring("4001", "999", "hello", "m1").Next(404);
        _domain.Bring("4001", "101", new string('x', 101), "m2").Next(413);
        _domain.Bring("4001", "101", "hello", "").Next(400);
        for (var i = 0; i < 3; i++)
        {
            _domain.Bring("4001", "101", "hello", $"n{i}").Next(202);
        }

        _domain.Bring("4001", "101", "one more", "n9").Next(480);
    }

    private WatchedDomain Node()
    {
        var disk = _disk;
        return new WatchedDomain(Sys, _sip, Sys.ActorOf(Props.Create(() => new MemoryStoreActor(disk))), TimeProvider.System, new BranchName("lagos"), _board, _links);
    }

    private void Advance(TimeSpan time) => ((TestScheduler)Sys.Scheduler).Advance(time);

    // Neither T-MSS reaches the branch.
    private string? NoWay()
    {
        var first = _links.Next().Sent;
        first.Reply(503);
        var second = _links.Next().Sent;
        second.Reply(503);
        return second.Request.Headers.Get(LinkNames.Message);
    }

    // Nothing tells when a rest begins: time passes in steps until it is over.
    private SentRequest AfterRest()
    {
        for (var step = 0; step < 100; step++)
        {
            Advance(TimeSpan.FromSeconds(1));
            if (_links.TryNext(TimeSpan.FromMilliseconds(200)) is { } sending)
            {
                return sending.Sent;
            }
        }

        throw new TimeoutException("It was not tried again.");
    }

    private static void Until(Func<bool> isSo) => SpinWait.SpinUntil(isSo, Patience).ShouldBeTrue();

    private static string Text(SentRequest sent) => Encoding.UTF8.GetString(sent.Request.Body.Span);
}
