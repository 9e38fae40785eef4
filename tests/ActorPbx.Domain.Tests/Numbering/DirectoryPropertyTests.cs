using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Domain.Tests.Numbering;

public class DirectoryPropertyTests
{
    private static readonly DomainName Company = new("company");
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Copies_that_heard_the_same_are_equal_whatever_the_order_and_however_often() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var told = Enumerable.Range(0, 20).Select(_ => AnySaying(random)).GroupBy(saying => (saying.Node, saying.Epoch, saying.Version)).Select(group => group.First()).ToArray();
            var one = NumberPlanTests.Directory(told);
            var other = NumberPlanTests.Directory([.. told.Concat(told).OrderBy(_ => random.Next())]);
            other.Digest.ShouldBe(one.Digest);
            other.Nodes.Keys.ShouldBe(one.Nodes.Keys, ignoreOrder: true);
            foreach (var (node, numbers) in one.Nodes)
            {
                other.Nodes[node].ShouldBeSameAs(numbers);
            }
        }).Check(Many);

    [Fact]
    public void What_was_forgotten_stays_so_whoever_tells_it_in_whatever_order_and_a_new_process_comes_back() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var told = Enumerable.Range(0, 12).Select(_ => AnySaying(random)).GroupBy(saying => (saying.Node, saying.Epoch, saying.Version)).Select(group => group.First()).ToArray();
            var forgotten = Enumerable.Range(0, 3).Select(_ => (Node: new NodeName($"n{random.Next(4)}"), Epoch: (long)random.Next(3))).ToArray();
            Func<DirectoryState, DirectoryState>[] steps =
            [
                .. told.Select<NodeNumbers, Func<DirectoryState, DirectoryState>>(saying => copy => DirectoryLogic.Take(copy, saying).State),
                .. forgotten.Select<(NodeName Node, long Epoch), Func<DirectoryState, DirectoryState>>(last => copy => DirectoryLogic.Forget(copy, last.Node, last.Epoch)),
            ];
            var one = steps.OrderBy(_ => random.Next()).Aggregate(DirectoryState.Empty, (copy, step) => step(copy));
            var other = steps.Concat(steps).OrderBy(_ => random.Next()).Aggregate(DirectoryState.Empty, (copy, step) => step(copy));
            other.Digest.ShouldBe(one.Digest);
            var alive = told.Where(saying => !forgotten.Any(last => last.Node == saying.Node && saying.Epoch <= last.Epoch)).GroupBy(saying => saying.Node);
            one.Nodes.Keys.ShouldBe(alive.Select(sayings => sayings.Key), ignoreOrder: true);
            foreach (var sayings in alive)
            {
                one.Nodes[sayings.Key].ShouldBeSameAs(sayings.OrderBy(saying => saying.Epoch).ThenBy(saying => saying.Version).Last());
            }
        }).Check(Many);

    [Fact]
    public void Changes_one_after_the_other_amount_to_the_whole() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var node = Saying("berlin-1", 1, 1, []);
            var copy = NumberPlanTests.Directory(node);
            for (var i = 0; i < 20; i++)
            {
                var next = node with { Version = node.Version + 1, Elsewhere = AnyElsewhere(random) };
                var outcome = DirectoryLogic.Take(copy, DirectoryLogic.Between(node, next)!);
                outcome.Verdict.ShouldBe(AnnouncementVerdict.Taken);
                (copy, node) = (outcome.State, next);
            }

            copy.Nodes[node.Node].Elsewhere.ShouldBe(node.Elsewhere, ignoreOrder: true);
            copy.Digest.ShouldBe(NumberPlanTests.Directory(node).Digest);
        }).Check(Many);

    [Fact]
    public void A_missing_change_is_noticed()
    {
        var copy = NumberPlanTests.Directory(Saying("berlin-1", 1, 3, []));
        Take(copy, epoch: 1, from: 4, to: 5).ShouldBe(AnnouncementVerdict.Gap);
        Take(copy, epoch: 2, from: 0, to: 1).ShouldBe(AnnouncementVerdict.Gap);
        Take(copy, epoch: 1, from: 2, to: 3).ShouldBe(AnnouncementVerdict.Old);
        Take(copy, epoch: 0, from: 3, to: 4).ShouldBe(AnnouncementVerdict.Old);
        Take(copy, epoch: 1, from: 3, to: 4).ShouldBe(AnnouncementVerdict.Taken);
    }

    [Fact]
    public void The_plan_agrees_with_the_rule_spelled_out_number_by_number() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var claims = Enumerable.Range(0, 1 + random.Next(6)).Select(i => Claim(random, i)).ToArray();
            var plan = NumberPlan.Of(NumberPlanTests.Directory(claims));
            for (var number = 0; number < 100; number++)
            {
                var text = number.ToString("D2", CultureInfo.InvariantCulture);
                plan.Find(Company, text)?.Branch.ShouldBe(SpelledOut(claims, text)!.Value);
                (plan.Find(Company, text) is null).ShouldBe(SpelledOut(claims, text) is null);
            }
        }).Check(Many);

    // Oldest first; a later claim takes a number from its holder only when it lies wholly inside the holder's wider block.
    private static BranchName? SpelledOut(NodeNumbers[] claims, string number)
    {
        OwnedBlock? held = null;
        BranchName? holder = null;
        foreach (var claim in claims.OrderBy(claim => claim.Blocks[0].Since))
        {
            var owned = claim.Blocks[0];
            if (owned.Block.Contains(number) && (held is null || (held.Block.Contains(owned.Block) && held.Block != owned.Block)))
            {
                (held, holder) = (owned, claim.Branch);
            }
        }

        return holder;
    }

    private static NodeNumbers Claim(System.Random random, int index)
    {
        var (one, other) = (random.Next(100), random.Next(100));
        if (one == other)
        {
            other = one == 99 ? 98 : one + 1;
        }

        var block = new NumberBlock(Math.Min(one, other).ToString("D2", CultureInfo.InvariantCulture), Math.Max(one, other).ToString("D2", CultureInfo.InvariantCulture));
        return new NodeNumbers(new($"b{index}"), new($"b{index}-1"), 1, 1, [new OwnedBlock(Company, block, DateTimeOffset.UnixEpoch.AddDays(random.Next(1000) + (index * 1000)))], [], []);
    }

    private static AnnouncementVerdict Take(DirectoryState copy, long epoch, long from, long to) =>
        DirectoryLogic.Take(copy, new NodeNumbersChange(new("berlin"), new("berlin-1"), epoch, from, to, [], [])).Verdict;

    private static NodeNumbers AnySaying(System.Random random) =>
        Saying($"n{random.Next(4)}", random.Next(3), random.Next(4), AnyElsewhere(random));

    private static NodeNumbers Saying(string node, long epoch, long version, ImmutableArray<NumberElsewhere> elsewhere) =>
        new(new("berlin"), new(node), epoch, version, [], elsewhere, []);

    private static ImmutableArray<NumberElsewhere> AnyElsewhere(System.Random random) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5)).Distinct().Select(number => new NumberElsewhere(Company, $"400{number}", new("lagos")))];
}
