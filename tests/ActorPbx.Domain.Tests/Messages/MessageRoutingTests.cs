using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Tests.Numbering;

namespace ActorPbx.Domain.Tests.Messages;

public class MessageRoutingTests
{
    private static readonly DomainName Company = new("company");
    private static readonly BranchName Shanghai = new("shanghai"), Berlin = new("berlin");

    private static readonly NumberPlan Known = NumberPlan.Of(NumberPlanTests.Directory(
        Node(Shanghai, "1xxx", new NumberElsewhere(Company, "1009", Berlin)), Node(Berlin, "4xxx")));

    [Theory]
    [InlineData("1001", true, MessageWay.Here)]
    [InlineData("1009", true, MessageWay.Here)]
    [InlineData("1777", false, MessageWay.Nowhere)]
    [InlineData("4001", false, MessageWay.Elsewhere)]
    [InlineData("0123", false, MessageWay.Unknown)]
    public void A_message_goes_to_its_home_whatever_branch_its_phones_are_at(string number, bool isOurs, MessageWay way) =>
        MessageRouting.Decide(Shanghai, isTrunkNode: false, Known, Company, number, isOurs).ShouldBe(way);

    [Fact]
    public void A_guest_of_this_branch_has_its_messages_at_its_home() =>
        MessageRouting.Decide(Berlin, isTrunkNode: false, Known, Company, "1009", isOurs: false).ShouldBe(MessageWay.Elsewhere);

    [Fact]
    public void Nobody_knows_more_than_a_t_mss_and_a_node_of_its_own_knows_itself_alone()
    {
        MessageRouting.Decide(BranchName.Headquarters, isTrunkNode: true, Known, Company, "0123", isOurs: false).ShouldBe(MessageWay.Nowhere);
        MessageRouting.Decide(null, isTrunkNode: false, NumberPlan.Empty, Company, "4001", isOurs: false).ShouldBe(MessageWay.Nowhere);
    }

    [Theory]
    [InlineData(430, DeliveryOutcome.Unreached)]
    [InlineData(200, DeliveryOutcome.Taken)]
    [InlineData(480, DeliveryOutcome.Missed)]
    [InlineData(415, DeliveryOutcome.Refused)]
    public void Only_what_says_that_a_flow_is_broken_leads_to_the_next_flow_of_a_phone(int code, DeliveryOutcome outcome) =>
        DeliveryLogic.Of(code).ShouldBe(outcome);

    [Theory]
    [InlineData(202, true, DeliveryOutcome.Taken)]
    [InlineData(404, true, DeliveryOutcome.Refused)]
    [InlineData(404, false, DeliveryOutcome.Missed)]
    [InlineData(403, false, DeliveryOutcome.Missed)]
    [InlineData(413, false, DeliveryOutcome.Refused)]
    [InlineData(480, true, DeliveryOutcome.Refused)]
    [InlineData(480, false, DeliveryOutcome.Missed)]
    [InlineData(500, true, DeliveryOutcome.Missed)]
    [InlineData(503, true, DeliveryOutcome.Missed)]
    [InlineData(408, true, DeliveryOutcome.Missed)]
    [InlineData(482, true, DeliveryOutcome.Missed)]
    public void What_another_branch_could_not_keep_is_kept_here(int code, bool isAwaited, DeliveryOutcome outcome) =>
        DeliveryLogic.OfBranch(code, isAwaited, denials: 1).ShouldBe(outcome);

    [Fact]
    public void What_a_sender_relies_on_is_given_up_only_when_it_is_denied_again_and_again() =>
        Enumerable.Range(1, 10).Select(denials => DeliveryLogic.OfBranch(404, isAwaited: false, denials)).ShouldBe(
            [.. Enumerable.Repeat(DeliveryOutcome.Missed, 9), DeliveryOutcome.Refused]);

    private static NodeNumbers Node(BranchName branch, string block, params NumberElsewhere[] elsewhere) =>
        new(branch, new(branch.Value + "-1"), 1, 1, [new OwnedBlock(Company, NumberPlanTests.Block(block), DateTimeOffset.UnixEpoch)], [.. elsewhere], []);
}
