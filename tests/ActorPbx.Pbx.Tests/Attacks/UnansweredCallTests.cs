using System.Net;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Media ports tied up by calls that nobody answers: bounded for each source, and given back with the final response.</summary>
public class UnansweredCallTests
{
    [Fact]
    public void A_source_has_so_many_calls_that_nobody_answered_and_one_more_when_one_is_over()
    {
        var exchange = new AttackedExchange(new ProtectionSettings { MaxUnanswered = 3 });
        var calls = Enumerable.Range(0, 3).Select(_ => Invite(exchange)).ToArray();
        calls.ShouldAllBe(call => exchange.Guard.TryBeginCall(call, "100"));
        exchange.Guard.TryBeginCall(Invite(exchange), "100").ShouldBeFalse();
        exchange.Events.ShouldHaveSingleItem().ShouldStartWith("too-many-unanswered source=192.0.2.100 proven=yes user=\"100\"");

        calls[1].Settled!();
        var next = Invite(exchange);
        exchange.Guard.TryBeginCall(next, "100").ShouldBeTrue();
        exchange.Guard.TryBeginCall(Invite(exchange), "100").ShouldBeFalse();
    }

    [Fact]
    public void Ended_calls_leave_nothing_behind()
    {
        var unanswered = new UnansweredCalls(10);
        for (uint i = 0; i < 1000; i++)
        {
            unanswered.TryBegin(SourceKey.Of(new IPAddress(i))).ShouldBeTrue();
            unanswered.TryBegin(SourceKey.Of(new IPAddress(i))).ShouldBeTrue();
        }

        unanswered.Count.ShouldBe(2000);
        for (uint i = 0; i < 1000; i++)
        {
            unanswered.End(SourceKey.Of(new IPAddress(i)));
            unanswered.End(SourceKey.Of(new IPAddress(i)));
        }

        unanswered.Count.ShouldBe(0);
    }

    [Fact]
    public void An_end_without_a_beginning_gives_nobody_one_call_more()
    {
        var (unanswered, source) = (new UnansweredCalls(1), SourceKey.Of(IPAddress.Loopback));
        unanswered.End(source);
        unanswered.Count.ShouldBe(0);
        unanswered.TryBegin(source).ShouldBeTrue();
        unanswered.End(source);
        unanswered.End(source);
        unanswered.TryBegin(source).ShouldBeTrue();
        unanswered.TryBegin(source).ShouldBeFalse();
    }

    private static AskedRequest Invite(AttackedExchange exchange) => new(exchange.Request("100", "INVITE"), SipEdge.CallerFlow);
}
