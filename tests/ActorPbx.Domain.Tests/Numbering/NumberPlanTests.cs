using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Domain.Tests.Numbering;

public class NumberPlanTests
{
    private static readonly DomainName Company = new("company");
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_number_belongs_to_the_branch_whose_range_it_is_in()
    {
        var plan = PlanOf(("shanghai", 0, "1xxx"), ("berlin", 0, "4000-4999"));
        Branch(plan, "1000").ShouldBe("shanghai");
        Branch(plan, "4999").ShouldBe("berlin");
        Branch(plan, "5000").ShouldBeNull();
        Branch(plan, "400").ShouldBeNull();
        Branch(plan, "40000").ShouldBeNull();
    }

    [Fact]
    public void An_exact_number_beats_a_range() => Branch(PlanOf(("shanghai", 0, "1xxx"), ("berlin", 9, "1234")), "1234").ShouldBe("berlin");

    [Fact]
    public void The_longest_range_wins_whichever_is_older()
    {
        Branch(PlanOf(("shanghai", 0, "1xxx"), ("berlin", 9, "15xx")), "1555").ShouldBe("berlin");
        Branch(PlanOf(("shanghai", 9, "1xxx"), ("berlin", 0, "15xx")), "1555").ShouldBe("berlin");
        Branch(PlanOf(("shanghai", 9, "1xxx"), ("berlin", 0, "15xx")), "1600").ShouldBe("shanghai");
        PlanOf(("shanghai", 0, "1xxx"), ("berlin", 9, "15xx")).Overlaps.ShouldBeEmpty();
    }

    [Fact]
    public void Where_ranges_overlap_the_older_stays_in_force_and_both_owners_are_reported()
    {
        var plan = PlanOf(("berlin", 5, "1500-2499"), ("shanghai", 1, "1000-1999"));
        Branch(plan, "1500").ShouldBe("shanghai");
        Branch(plan, "2000").ShouldBe("berlin");
        plan.Overlaps.ShouldHaveSingleItem().ShouldBe(new NumberOverlap(Company, Block("1xxx"), new("shanghai"), Block("1500-2499"), new("berlin")));
    }

    [Fact]
    public void The_same_range_twice_stays_with_the_older()
    {
        var plan = PlanOf(("lagos", 2, "7xxx"), ("berlin", 1, "7xxx"));
        Branch(plan, "7777").ShouldBe("berlin");
        plan.Overlaps.Length.ShouldBe(1);
    }

    [Fact]
    public void The_same_number_twice_stays_with_the_older()
    {
        var plan = PlanOf(("lagos", 2, "7000"), ("berlin", 1, "7000"));
        Branch(plan, "7000").ShouldBe("berlin");
        plan.Overlaps.ShouldHaveSingleItem().Claimant.ShouldBe(new BranchName("lagos"));
    }

    [Fact]
    public void A_branch_may_announce_its_own_numbers_twice() => PlanOf(("lagos", 2, "7xxx"), ("lagos", 1, "7xxx"), ("lagos", 3, "7000"), ("lagos", 3, "70xx")).Overlaps.ShouldBeEmpty();

    [Fact]
    public void A_roaming_number_is_where_its_home_says()
    {
        var plan = NumberPlan.Of(Directory(Node("shanghai", "1xxx", 0, new NumberElsewhere(Company, "1001", new("berlin")))));
        plan.Find(Company, "1001").ShouldBe(new NumberOwner(new("berlin"), new("shanghai"), Block("1xxx")));
        plan.Find(Company, "1002")!.IsAway.ShouldBeFalse();
    }

    [Fact]
    public void Who_does_not_own_a_number_is_not_believed_about_it()
    {
        var plan = NumberPlan.Of(Directory(Node("shanghai", "1xxx", 0), Node("berlin", "4xxx", 0, new NumberElsewhere(Company, "1001", new("berlin")))));
        Branch(plan, "1001").ShouldBe("shanghai");
    }

    [Fact]
    public void What_a_branch_may_not_own_is_left_out()
    {
        var plan = NumberPlan.Of(Directory(Node("berlin", "1xxx", 0)), (branch, owned) => owned.Block.First[0] == '4');
        Branch(plan, "1001").ShouldBeNull();
    }

    [Fact]
    public void Two_domains_with_the_same_numbers_never_meet() =>
        PlanOf(("shanghai", 0, "1xxx")).Find(new DomainName("other"), "1000").ShouldBeNull();

    [Theory]
    [InlineData("4xxx", "4000", "4999")]
    [InlineData("100-109", "100", "109")]
    [InlineData("007", "007", "007")]
    [InlineData("*75", "*75", "*75")]
    public void A_block_is_read(string text, string first, string last) => Block(text).ShouldBe(new NumberBlock(first, last));

    [Theory]
    [InlineData("")]
    [InlineData("109-100")]
    [InlineData("10-100")]
    [InlineData("a b")]
    [InlineData("1234567890123456789-1234567890123456790")]
    public void What_is_no_block_is_refused(string text) => NumberBlock.TryParse(text).ShouldBeNull();

    internal static NumberBlock Block(string text) => NumberBlock.TryParse(text)!;

    internal static DirectoryState Directory(params NodeNumbers[] nodes) => nodes.Aggregate(DirectoryState.Empty, (state, node) => DirectoryLogic.Take(state, node).State);

    private static NodeNumbers Node(string branch, string block, int since, params NumberElsewhere[] elsewhere) =>
        new(new(branch), new(branch + "-1"), 1, 1, [new OwnedBlock(Company, Block(block), Day.AddDays(since))], [.. elsewhere], []);

    private static NumberPlan PlanOf(params (string Branch, int Since, string Block)[] claims)
    {
        var nodes = claims.GroupBy(claim => claim.Branch).Select(group => new NodeNumbers(
            new(group.Key), new(group.Key + "-1"), 1, 1, [.. group.Select(claim => new OwnedBlock(Company, Block(claim.Block), Day.AddDays(claim.Since)))], [], []));
        return NumberPlan.Of(Directory([.. nodes]));
    }

    private static string? Branch(NumberPlan plan, string number) => plan.Find(Company, number)?.Branch.Value;
}
