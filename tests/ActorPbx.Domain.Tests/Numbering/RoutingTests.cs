using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Domain.Tests.Numbering;

public class RoutingTests
{
    private static readonly DomainName Company = new("company");
    private static readonly BranchName Shanghai = new("shanghai"), Berlin = new("berlin"), Lagos = new("lagos");

    private static readonly NumberPlan Known = NumberPlan.Of(NumberPlanTests.Directory(
        Node(Shanghai, "1xxx", new NumberElsewhere(Company, "1009", Berlin)), Node(Berlin, "4xxx"), Node(Lagos, "7xxx")));

    private static readonly ImmutableArray<TrunkRoute> Carriers = [new("carrier", "0", 1, ""), new("emergency", "011", 0, "")];

    [Fact]
    public void An_extension_rings_here() => AtShanghai("1001", ringsHere: true).ShouldBeOfType<RouteDecision.ToExtension>();

    [Fact]
    public void A_number_of_another_branch_goes_to_headquarters() => AtShanghai("4001").ShouldBeOfType<RouteDecision.ToHeadquarters>();

    [Fact]
    public void A_number_that_nobody_announced_goes_to_headquarters() => AtShanghai("0123").ShouldBeOfType<RouteDecision.ToHeadquarters>();

    [Fact]
    public void A_free_number_of_ones_own_block_is_not_sent_around() => AtShanghai("1777").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.NotFound);

    [Fact]
    public void An_extension_whose_phone_is_elsewhere_is_called_there() => AtShanghai("1009", ringsHere: true).ShouldBeOfType<RouteDecision.ToHeadquarters>();

    [Fact]
    public void A_guest_rings_where_it_is() =>
        BranchRouting.Decide(new BranchView(Berlin, Known, []), Company, "1009", ringsHere: true).ShouldBeOfType<RouteDecision.ToExtension>();

    [Fact]
    public void A_guest_has_its_homes_rights_where_its_home_says_that_it_is_and_nowhere_else()
    {
        var view = new TransitView(Known, Carriers, ImmutableDictionary<BranchName, BranchRights>.Empty.Add(Shanghai, BranchRights.All with { Trunks = [] }));
        TransitRouting.Decide(view, Berlin, [], Company, "0123", "1009").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.Forbidden);
        TransitRouting.Decide(view, Berlin, [], Company, "0123", "1008").ShouldBe(new RouteDecision.ToTrunk("carrier", "123"));
        TransitRouting.Decide(view, Lagos, [], Company, "0123", "1009").ShouldBe(new RouteDecision.ToTrunk("carrier", "123"));
    }

    [Fact]
    public void A_trunk_of_the_branch_takes_its_prefix() =>
        BranchRouting.Decide(new BranchView(Berlin, Known, [new("local", "9", 1, "+49")]), Company, "930", false).ShouldBe(new RouteDecision.ToTrunk("local", "+4930"));

    [Fact]
    public void Without_headquarters_a_number_takes_its_fall_back_or_503()
    {
        BranchRouting.WithoutHeadquarters([new("local", "4", 0, "+493012")], "4001").ShouldBe(new RouteDecision.ToTrunk("local", "+4930124001"));
        BranchRouting.WithoutHeadquarters([new("local", "4", 0, "+493012")], "7001").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.ServiceUnavailable);
    }

    [Fact]
    public void Headquarters_routes_to_the_branch_first_and_to_a_trunk_after()
    {
        AtHeadquarters(Shanghai, "4001").ShouldBe(new RouteDecision.ToBranch(Berlin));
        AtHeadquarters(Shanghai, "1009").ShouldBe(new RouteDecision.ToBranch(Berlin));
        AtHeadquarters(Shanghai, "0123").ShouldBe(new RouteDecision.ToTrunk("carrier", "123"));
        AtHeadquarters(Shanghai, "0112").ShouldBe(new RouteDecision.ToTrunk("emergency", "0112"));
        AtHeadquarters(Shanghai, "999").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.NotFound);
    }

    [Fact]
    public void A_call_is_not_sent_back_nor_in_circles()
    {
        AtHeadquarters(Berlin, "4001").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.LoopDetected);
        AtHeadquarters(Shanghai, "4001", Berlin).ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.LoopDetected);
    }

    [Fact]
    public void A_branch_may_call_only_what_its_lists_and_rights_allow()
    {
        AtHeadquarters(Lagos, "4666").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.Forbidden);
        AtHeadquarters(Lagos, "4667").ShouldBe(new RouteDecision.ToBranch(Berlin));
        AtHeadquarters(Lagos, "0123").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.Forbidden);
        AtHeadquarters(Lagos, "0112").ShouldBe(new RouteDecision.ToTrunk("emergency", "0112"));
    }

    [Fact]
    public void A_message_goes_to_the_home_of_its_number_and_from_there_to_where_it_rings()
    {
        MessageAtHeadquarters(Lagos, "1009").ShouldBe(new RouteDecision.ToBranch(Shanghai));
        MessageAtHeadquarters(Berlin, "1009").ShouldBe(new RouteDecision.ToBranch(Shanghai));
        MessageAtHeadquarters(Shanghai, "1009").ShouldBe(new RouteDecision.ToBranch(Berlin));
        MessageAtHeadquarters(Shanghai, "4001").ShouldBe(new RouteDecision.ToBranch(Berlin));
    }

    [Fact]
    public void A_message_goes_neither_back_nor_to_a_trunk_nor_past_the_lists_of_a_branch()
    {
        MessageAtHeadquarters(Berlin, "4001").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.NotFound);
        MessageAtHeadquarters(Shanghai, "0123").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.NotFound);
        MessageAtHeadquarters(Lagos, "4666").ShouldBeOfType<RouteDecision.Refused>().Code.ShouldBe(ResponseCode.Forbidden);
        MessageAtHeadquarters(Lagos, "4667").ShouldBe(new RouteDecision.ToBranch(Berlin));
    }

    [Theory]
    [InlineData("", "", "1", true)]
    [InlineData("", "1", "12", false)]
    [InlineData("12", "1", "123", true)]
    [InlineData("12", "1", "13", false)]
    [InlineData("12", "", "2", false)]
    [InlineData("1", "1", "1", false)]
    public void The_longest_entry_of_the_lists_decides(string white, string black, string number, bool allowed) =>
        new NumberFilter(Entries(white), Entries(black)).Allows(number).ShouldBe(allowed);

    private static ImmutableArray<string> Entries(string entry) => entry.Length == 0 ? [] : [entry];

    private static RouteDecision AtShanghai(string number, bool ringsHere = false) =>
        BranchRouting.Decide(new BranchView(Shanghai, Known, []), Company, number, ringsHere);

    private static RouteDecision AtHeadquarters(BranchName from, string number, params BranchName[] visited) =>
        TransitRouting.Decide(Headquarters(), from, [.. visited], Company, number);

    private static RouteDecision MessageAtHeadquarters(BranchName from, string number) => TransitRouting.DecideMessage(Headquarters(), from, Company, number, "");

    private static TransitView Headquarters()
    {
        var lagos = new BranchRights([], new NumberFilter([], ["4666"]), ["emergency"]);
        return new TransitView(Known, Carriers, ImmutableDictionary<BranchName, BranchRights>.Empty.Add(Lagos, lagos));
    }

    private static NodeNumbers Node(BranchName branch, string block, params NumberElsewhere[] elsewhere) =>
        new(branch, new(branch.Value + "-1"), 1, 1, [new OwnedBlock(Company, NumberPlanTests.Block(block), DateTimeOffset.UnixEpoch)], [.. elsewhere], []);
}
