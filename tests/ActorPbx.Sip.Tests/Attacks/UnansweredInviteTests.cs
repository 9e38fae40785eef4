using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Attacks;

/// <summary>What an unanswered INVITE holds is given back once, with its final response and not with a provisional one.</summary>
public class UnansweredInviteTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(487)]
    [InlineData(503)]
    public void The_final_response_is_told_once(int code)
    {
        var bench = new MachineBench();
        var invite = Sample.Request("INVITE");
        var (_, user) = bench.TakeInvite(invite);
        var told = 0;
        user.Settled = () => told++;
        user.Respond(SipResponse.For(invite, 180, toTag: "bob"));
        told.ShouldBe(0);
        user.Respond(SipResponse.For(invite, code, toTag: "bob"));
        user.Respond(SipResponse.For(invite, 486, toTag: "bob"));
        told.ShouldBe(1);
    }
}
