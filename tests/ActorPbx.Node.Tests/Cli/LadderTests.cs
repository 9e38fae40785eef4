using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Tests.Control;

namespace ActorPbx.Node.Tests.Cli;

public class LadderTests
{
    private const string A = "192.0.2.7:5060";
    private const string B = "192.0.2.8:5060";
    private const string C = "192.0.2.9:5060";

    [Fact]
    public void Each_peer_gets_a_post_when_it_appears()
    {
        var ladder = new Ladder(200);
        ladder.Lines(ScriptedOperations.Traced(1, false, A, "INVITE", "1 INVITE")).Count().ShouldBe(2);
        ladder.Lines(ScriptedOperations.Traced(1, true, A, "100 Trying", "1 INVITE")).Count().ShouldBe(1);
        var second = ladder.Lines(ScriptedOperations.Traced(1, true, B, "INVITE", "1 INVITE")).ToArray();
        second.Length.ShouldBe(2);
        second[0].ShouldMatch(@"^ +192\.0\.2\.7:5060 +PBX +192\.0\.2\.8:5060$");
        second[1].ShouldMatch("^[0-9:.]+ +│ +│─+INVITE─+▶│  c1a2b3$");
    }

    [Fact]
    public void The_longest_address_stands_whole_above_its_post()
    {
        var ladder = new Ladder(80);
        ladder.Lines(ScriptedOperations.Traced(1, false, A, "INVITE", "1 INVITE")).Count().ShouldBe(2);
        ladder.Lines(ScriptedOperations.Traced(1, true, "255.255.255.255:65535", "INVITE", "1 INVITE")).First().ShouldEndWith(" 255.255.255.255:65535");
    }

    [Fact]
    public void Arrows_point_at_who_gets_the_message_and_pass_the_posts_between()
    {
        var ladder = new Ladder(200);
        Last(ladder, ScriptedOperations.Traced(1, false, A, "INVITE", "1 INVITE")).ShouldMatch("│─+INVITE─+▶│");
        Last(ladder, ScriptedOperations.Traced(1, true, A, "180 Ringing", "1 INVITE", session: true)).ShouldMatch("│◀─+180 Ringing SDP─+│");
        Last(ladder, ScriptedOperations.Traced(1, true, B, "CANCEL", "1 CANCEL")).ShouldMatch("│ +│─+CANCEL─+▶│");
        Last(ladder, ScriptedOperations.Traced(1, false, C, "200 OK", "2 BYE")).ShouldMatch("│ {33}│◀─{12,}200 OK \\(BYE\\)─+│  c1a2b3$");
    }

    [Fact]
    public void Peers_that_find_no_room_share_a_post_and_are_named_at_the_end_of_the_line()
    {
        var ladder = new Ladder(80);
        Last(ladder, ScriptedOperations.Traced(1, false, A, "INVITE", "1 INVITE"));
        Last(ladder, ScriptedOperations.Traced(1, true, B, "INVITE", "1 INVITE"));
        var crowded = ladder.Lines(ScriptedOperations.Traced(1, true, C, "INVITE", "1 INVITE")).ToArray();
        crowded[0].ShouldEndWith("others");
        crowded[1].ShouldEndWith($"▶│  {C}  c1a2b3");
    }

    [Fact]
    public void A_long_reason_is_cut_to_its_arrow() =>
        Last(new Ladder(200), ScriptedOperations.Traced(1, false, A, "488 " + new string('x', 300), "1 INVITE")).Length.ShouldBeLessThan(80);

    private static string Last(Ladder ladder, ActorPbx.Node.Control.TracedRow message) => ladder.Lines(message).Last();
}
