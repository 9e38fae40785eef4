using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Tests.Numbers;

public class DirectoryActorTests : TestKit
{
    private static readonly DomainName Company = new("company");
    private static readonly Origin Headquarters = new(new("hq"), new("t1")), Berlin = new(new("berlin"), new("berlin-1")), Lagos = new(new("lagos"), new("lagos-1")), Other = new(new("hq"), new("t2"));
    private readonly NumberBoard _board = new();
    private readonly TestProbe _cluster;
    private readonly TestProbe _store;

    public DirectoryActorTests() => (_cluster, _store) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void A_node_announces_its_blocks_when_it_starts_and_when_the_bus_is_back()
    {
        var directory = Start(Berlin, "4xxx");
        Announced().Blocks.ShouldHaveSingleItem().First.ShouldBe("4000");
        directory.Tell(new ClusterEvent.BusRestored());
        Announced().Version.ShouldBe(1);
        _board.Plan.Find(Company, "4001")!.Branch.ShouldBe(Berlin.Branch);
    }

    [Fact]
    public void A_number_that_goes_elsewhere_is_announced_as_a_change()
    {
        var directory = Start(Berlin, "4xxx");
        directory.Tell(new NumberWentTo(Company, "4001", Lagos.Branch));
        var change = Next<NumbersChanged>().Change;
        (change.From, change.To).ShouldBe((1, 2));
        change.Arrived.ShouldHaveSingleItem().ShouldBe(new ElsewhereForm("company", "4001", "lagos"));
        AwaitAssert(() => _board.Plan.Find(Company, "4001")!.Branch.ShouldBe(Lagos.Branch));
    }

    [Fact]
    public void Headquarters_tells_everybody_what_a_branch_announced()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        Update(update => update.Whole.Any(form => form.Node == "berlin-1"));
        _board.Plan.Find(Company, "4999")!.Branch.ShouldBe(Berlin.Branch);
    }

    [Fact]
    public void What_many_branches_announce_at_once_is_all_in_force_a_moment_later()
    {
        var hub = Start(Headquarters, null);
        Origin[] branches = [.. Enumerable.Range(10, 50).Select(number => new Origin(new($"b{number}"), new($"b{number}-1")))];
        foreach (var branch in branches)
        {
            hub.Tell(new Published(branch, "numbers", new NumbersAnnounced(Form(branch, $"{branch.Branch.Value[1..]}xx"))));
        }

        AwaitAssert(() => branches.ShouldAllBe(branch => _board.Plan.Find(Company, $"{branch.Branch.Value.Substring(1)}42") != null), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_branch_cannot_speak_for_another()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Lagos, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        hub.Tell(new Published(Lagos, "numbers", new NumbersAnnounced(Form(Lagos, "7xxx"))));
        AwaitAssert(() => _board.Plan.Find(Company, "7000").ShouldNotBeNull());
        _board.Plan.Find(Company, "4000").ShouldBeNull();
    }

    [Fact]
    public void Headquarters_asks_a_branch_whose_change_does_not_fit()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersStand(5, 3)));
        var ask = _cluster.FishForMessage<AskNode>(ask => ask.Message is AskNumbers);
        ask.Node.ShouldBe(Berlin.Node);
        hub.Tell(new Answered(ask.Token, Berlin, new NumbersAnnounced(Form(Berlin, "4xxx"))));
        AwaitAssert(() => _board.Plan.Find(Company, "4000").ShouldNotBeNull());
    }

    [Fact]
    public void A_node_whose_copy_differs_asks_headquarters_for_what_is_newer()
    {
        var directory = Start(Lagos, "7xxx");
        directory.Tell(new Published(Headquarters, "directory", new DirectoryStand(1, 9)));
        var ask = _cluster.FishForMessage<AskNode>(ask => ask.Message is AskDirectory);
        ((AskDirectory)ask.Message).Held.ShouldHaveSingleItem().Node.ShouldBe("lagos-1");
        directory.Tell(new Answered(ask.Token, Headquarters, new DirectoryUpdated([Form(Berlin, "4xxx")], [])));
        AwaitAssert(() => _board.Plan.Find(Company, "4000")!.Branch.ShouldBe(Berlin.Branch));
    }

    [Fact]
    public void What_headquarters_is_asked_for_is_only_what_the_asker_lacks()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        hub.Tell(new Published(Lagos, "numbers", new NumbersAnnounced(Form(Lagos, "7xxx"))));
        hub.Tell(new Received(Lagos, "directory", new AskDirectory([new HeldVersionForm("lagos-1", 5, 3), new HeldVersionForm("t1", 99, 99)]), new ReplyAddress(Lagos, "1", 1)));
        var reply = (DirectoryUpdated)_cluster.FishForMessage<Reply>(_ => true).Message;
        reply.Whole.ShouldHaveSingleItem().Node.ShouldBe("berlin-1");
    }

    [Fact]
    public void Nothing_is_forgotten_because_the_bus_or_a_node_is_away()
    {
        var directory = Start(Lagos, "7xxx");
        directory.Tell(new Published(Headquarters, "directory", new DirectoryUpdated([Form(Berlin, "4xxx")], [])));
        directory.Tell(new ClusterEvent.BusLost("gone"));
        directory.Tell(new ClusterEvent.MemberRemoved(Member(Berlin), MemberStatus.Up));
        directory.Tell(new DescribeDirectory());
        ExpectMsg<DirectoryView>().Nodes.Length.ShouldBe(2);
        _board.Plan.Find(Company, "4000").ShouldNotBeNull();
    }

    [Fact]
    public void The_copy_outlives_a_restart_and_blocks_keep_their_age()
    {
        var before = Start(Lagos, "7xxx");
        before.Tell(new Published(Headquarters, "directory", new DirectoryUpdated([Form(Berlin, "4xxx")], [])));
        var saved = _store.FishForMessage<SaveDocument>(_ => true, TimeSpan.FromSeconds(10));
        var since = Announced().Blocks[0].SinceMilliseconds;
        Sys.Stop(before);

        var board = new NumberBoard();
        var after = Start(Lagos, "7xxx", board, incarnation: 8);
        after.Tell(new DocumentLoaded(saved.Name, saved.Content));
        AwaitAssert(() => board.Plan.Find(Company, "4000").ShouldNotBeNull());
        _cluster.FishForMessage<Publish>(publish => publish.Message is NumbersAnnounced { Numbers: { Epoch: 8 } numbers } && numbers.Blocks[0].SinceMilliseconds == since);
    }

    [Fact]
    public void A_node_that_an_operator_has_forgotten_is_void_everywhere()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        AwaitAssert(() => _board.Plan.Find(Company, "4000").ShouldNotBeNull());
        hub.Tell(new ForgetNode(Berlin.Node));
        Next<NodeForgotten>().Node.ShouldBe("berlin-1");
        AwaitAssert(() => _board.Plan.Find(Company, "4000").ShouldBeNull());

        var board = new NumberBoard();
        var branch = Start(Lagos, "7xxx", board);
        branch.Tell(new Published(Headquarters, "directory", new DirectoryUpdated([Form(Berlin, "4xxx")], [])));
        AwaitAssert(() => board.Plan.Find(Company, "4000").ShouldNotBeNull());
        branch.Tell(new Published(Headquarters, "directory", new NodeForgotten("berlin-1")));
        AwaitAssert(() => board.Plan.Find(Company, "4000").ShouldBeNull());
    }

    [Fact]
    public void A_forgotten_node_is_not_brought_back_by_one_who_was_away_and_learns_it_when_they_meet()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        hub.Tell(new ForgetNode(Berlin.Node));
        Next<NodeForgotten>().Epoch.ShouldBe(5);
        hub.Tell(new Published(Other, "directory", new DirectoryUpdated([Form(Berlin, "4xxx")], [])));
        hub.Tell(new Received(Other, "directory", new AskDirectory([new HeldVersionForm("berlin-1", 5, 3)]), new ReplyAddress(Other, "1", 0)));
        var told = _cluster.FishForMessage<Reply>(_ => true).Message.ShouldBeOfType<DirectoryUpdated>();
        told.Forgotten!.Value.ShouldBe([new ForgottenForm("berlin-1", 5)]);
        _board.Plan.Find(Company, "4000").ShouldBeNull();

        var board = new NumberBoard();
        var away = Start(Other, null, board);
        away.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        AwaitAssert(() => board.Plan.Find(Company, "4000").ShouldNotBeNull());
        away.Tell(new Published(Headquarters, "directory", told));
        AwaitAssert(() => board.Plan.Find(Company, "4000").ShouldBeNull());
        away.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx") with { Epoch = 6 })));
        AwaitAssert(() => board.Plan.Find(Company, "4000").ShouldNotBeNull("a new process of the node"));
    }

    [Fact]
    public void What_was_forgotten_is_so_after_a_restart()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        hub.Tell(new ForgetNode(Berlin.Node));
        var kept = _store.FishForMessage<SaveDocument>(save => save.Content.Contains("berlin-1"), TimeSpan.FromSeconds(10)).Content;

        var board = new NumberBoard();
        var again = Start(Headquarters, null, board);
        again.Tell(new DocumentLoaded("directory", kept));
        again.Tell(new Published(Other, "directory", new DirectoryUpdated([Form(Berlin, "4xxx"), Form(Lagos, "7xxx")], [])));
        AwaitAssert(() => board.Plan.Find(Company, "7000").ShouldNotBeNull());
        board.Plan.Find(Company, "4000").ShouldBeNull();
    }

    [Fact]
    public void A_branch_that_tells_what_is_headquarters_to_tell_is_not_believed()
    {
        var hub = Start(Headquarters, null);
        hub.Tell(new Published(Berlin, "numbers", new NumbersAnnounced(Form(Berlin, "4xxx"))));
        AwaitAssert(() => _board.Plan.Find(Company, "4000").ShouldNotBeNull());
        hub.Tell(new Published(Lagos, "numbers", new NodeForgotten("berlin-1")));
        hub.Tell(new Published(Lagos, "numbers", new DirectoryUpdated([Form(Berlin, "5xxx") with { Version = 9 }], [])));
        hub.Tell(new DescribeDirectory());
        ExpectMsg<DirectoryView>().Nodes.Single(node => node.Node == Berlin.Node).Blocks.ShouldHaveSingleItem().Block.First.ShouldBe("4000");
    }

    [Fact]
    public void A_spoilt_document_or_form_is_not_taken_in()
    {
        var directory = Start(Lagos, "7xxx");
        directory.Tell(new DocumentLoaded("directory", "{ not json"));
        directory.Tell(new Published(Headquarters, "directory", new DirectoryUpdated([Form(Berlin, "4xxx") with { Blocks = [new BlockForm("company", "9", "1", 0)] }, null!], [])));
        directory.Tell(new DescribeDirectory());
        ExpectMsg<DirectoryView>().Nodes.ShouldHaveSingleItem().Node.ShouldBe(Lagos.Node);
    }

    private IActorRef Start(Origin self, string? block, NumberBoard? board = null, long incarnation = 5)
    {
        ImmutableArray<ConfiguredBlock> blocks = block is null ? [] : [new ConfiguredBlock(Company, NumberBlock.TryParse(block)!)];
        var parts = new DirectoryParts(
            _cluster.Ref, _store.Ref, self, incarnation, self.Branch == BranchName.Headquarters, new OwnNumbers(blocks, []), null, board ?? _board, TimeProvider.System);
        return Sys.ActorOf(Props.Create(() => new DirectoryActor(parts)));
    }

    private static NodeNumbersForm Form(Origin node, string block)
    {
        var numbers = NumberBlock.TryParse(block)!;
        return new NodeNumbersForm(node.Branch.Value, node.Node.Value, 5, 3, [new BlockForm("company", numbers.First, numbers.Last, 1000)], [], []);
    }

    private static Member Member(Origin node) => new(node.Node, node.Branch, 1, NodeRoles.Local, MemberStatus.Removed, [], "", NodeLoad.None);

    private NodeNumbersForm Announced() => Next<NumbersAnnounced>().Numbers;

    private T Next<T>()
        where T : ClusterMessage => (T)_cluster.FishForMessage<Publish>(publish => publish.Message is T).Message;

    private void Update(Predicate<DirectoryUpdated> wanted) =>
        _cluster.FishForMessage<Publish>(publish => publish.Message is DirectoryUpdated update && wanted(update));
}
