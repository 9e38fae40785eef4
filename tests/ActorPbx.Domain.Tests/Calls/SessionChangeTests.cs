using ActorPbx.Domain.Calls;

namespace ActorPbx.Domain.Tests.Calls;

public class SessionChangeTests
{
    private static readonly LegId Device = new(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(3);

    [Fact]
    public void The_other_leg_is_offered_what_changed_and_its_answer_ends_that()
    {
        var world = Changed();
        world.Only<CallEffect.OfferChange>().To.ShouldBe(LegId.Caller);
        world.Give(Received(Device)).Only<CallEffect.AnswerRequest>().Code.ShouldBe(ResponseCode.ServerError);
        world.Give(new CallInput.RequestAnswered(ExchangeId.Change, ResponseCode.Ok));
        world.State.Exchanges.ShouldBeEmpty();
        world.Count<CallEffect.ForwardAnswer>().ShouldBe(0);
    }

    [Fact]
    public void After_491_it_is_offered_again_when_the_back_off_is_over()
    {
        var world = Changed().Give(new CallInput.RequestAnswered(ExchangeId.Change, ResponseCode.Pending, Again));
        world.Last.ShouldBe([new CallEffect.StartTimer(CallTimer.Change, Again)]);
        world.Give(new CallInput.TimerElapsed(CallTimer.Change), 3).Count<CallEffect.OfferChange>().ShouldBe(2);
        world.Give(new CallInput.TimerElapsed(CallTimer.Change), 3).Count<CallEffect.OfferChange>().ShouldBe(2);
    }

    [Fact]
    public void It_waits_for_an_offer_that_is_open_and_a_refusal_leaves_everything_as_it_was()
    {
        var world = new CallWorld().Talking().Give(Received(LegId.Caller)).Give(new CallInput.SessionChanged(Device));
        world.Count<CallEffect.OfferChange>().ShouldBe(0);
        world.Give(new CallInput.RequestAnswered(new ExchangeId(5), ResponseCode.NotAcceptable)).Give(new CallInput.TimerElapsed(CallTimer.Change), 2);
        world.Only<CallEffect.OfferChange>();
        world.Give(new CallInput.RequestAnswered(ExchangeId.Change, ResponseCode.NotAcceptable));
        world.State.Phase.ShouldBe(CallPhase.Connected);
        world.Timers.ShouldNotContain(CallTimer.Change);
    }

    [Fact]
    public void A_leg_that_has_no_such_dialogue_ends_the_call()
    {
        var world = Changed().Give(new CallInput.RequestAnswered(ExchangeId.Change, ResponseCode.NoSuchDialog));
        world.Count<CallEffect.HangUp>().ShouldBe(2);
    }

    [Fact]
    public void A_caller_that_offers_again_before_its_ack_has_the_answer_and_keeps_the_call()
    {
        var world = new CallWorld().Offered().Give(new CallInput.DeviceAnswered(Device)).Give(Received(LegId.Caller));
        world.Only<CallEffect.ForwardRequest>().To.ShouldBe(Device);
        world.Give(new CallInput.RequestAnswered(new ExchangeId(5), ResponseCode.Ok)).Give(new CallInput.RequestAcknowledged(new ExchangeId(5)));
        world.Give(new CallInput.CallerUnacknowledged(), afterSeconds: 32).Count<CallEffect.HangUp>().ShouldBe(0);
        world.State.Phase.ShouldBe(CallPhase.Connected);
    }

    [Fact]
    public void While_its_ack_is_to_bring_the_answer_another_offer_of_the_caller_collides()
    {
        var world = new CallWorld(lateOffer: true).Offered().Give(new CallInput.DeviceAnswered(Device)).Give(Received(LegId.Caller));
        world.Only<CallEffect.AnswerRequest>().Code.ShouldBe(ResponseCode.Pending);
        world.Count<CallEffect.AcknowledgeDevice>().ShouldBe(0);
        world.Give(new CallInput.CallerAcknowledged()).Only<CallEffect.AcknowledgeDevice>();
        world.Give(Received(LegId.Caller)).Only<CallEffect.ForwardRequest>().To.ShouldBe(Device);
    }

    private static CallWorld Changed() => new CallWorld().Talking().Give(new CallInput.SessionChanged(Device));

    private static CallInput.RequestReceived Received(LegId from) => new(from, LegId.Caller, new ExchangeId(5), "INVITE", true);
}
