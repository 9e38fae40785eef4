using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

public class ReliableProvisionalTests
{
    private static readonly LegId First = new(1);
    private static readonly LegId Second = new(2);
    private static readonly ExchangeId Prack = new(7);

    [Fact]
    public void A_device_that_answers_before_its_session_is_confirmed_waits_for_the_prack_and_the_others_ring_no_longer()
    {
        var world = Told(devices: 2).Give(new CallInput.DeviceAnswered(First));
        world.Count<CallEffect.AnswerCaller>().ShouldBe(0);
        world.Only<CallEffect.CancelDevice>().Leg.ShouldBe(Second);
        world.Timers.ShouldNotContain(CallTimer.NoAnswer);
        world.Give(new CallInput.DeviceRefused(Second, new ResponseCode(603)));
        world.State.Phase.ShouldBe(CallPhase.Offering);

        world.Give(Confirmed(First));
        world.Only<CallEffect.AnswerCaller>().ShouldBe(new CallEffect.AnswerCaller(First, Session: false));
        world.Only<CallEffect.AcknowledgeDevice>().Leg.ShouldBe(First);
        world.Only<CallEffect.AnswerRequest>().ShouldBe(new CallEffect.AnswerRequest(Prack, ResponseCode.Ok));
        world.State.Phase.ShouldBe(CallPhase.Connected);
    }

    [Fact]
    public void Plain_ringing_holds_no_answer_up()
    {
        var world = new CallWorld(reliable: true).Offered().Give(new CallInput.DeviceProgressed(First, new ResponseCode(180), false)).Give(new CallInput.DeviceAnswered(First));
        world.Only<CallEffect.AnswerCaller>().Session.ShouldBeTrue();
    }

    [Fact]
    public void A_caller_that_is_not_reliable_gets_every_session_and_a_reliable_one_the_first_of_each_device()
    {
        foreach (var reliable in new[] { false, true })
        {
            var world = new CallWorld(reliable: reliable).Offered(2);
            foreach (var leg in new[] { First, First, Second })
            {
                world.Give(new CallInput.DeviceProgressed(leg, new ResponseCode(183), true));
            }

            world.All.OfType<CallEffect.RingCaller>().Select(effect => effect.From).ShouldBe(reliable ? [First, Second] : [First, First, Second]);
        }
    }

    [Fact]
    public void The_answer_to_a_late_offer_comes_in_the_prack_and_goes_on_in_the_devices()
    {
        var world = Told(lateOffer: true, deviceReliable: true).Give(Confirmed(First, session: true));
        world.Only<CallEffect.ConfirmDevice>().Leg.ShouldBe(First);
        world.Only<CallEffect.AnswerRequest>().Code.ShouldBe(ResponseCode.Ok);

        world.Give(new CallInput.DeviceAnswered(First));
        world.Only<CallEffect.AnswerCaller>().Session.ShouldBeFalse();
        world.Only<CallEffect.AcknowledgeDevice>().Leg.ShouldBe(First);
        world.Give(new CallInput.CallerAcknowledged()).Count<CallEffect.AcknowledgeDevice>().ShouldBe(1);
    }

    [Fact]
    public void An_answer_to_a_device_that_has_refused_meanwhile_is_taken_and_goes_nowhere()
    {
        var world = new CallWorld(lateOffer: true, reliable: true).Offered(2).Give(new CallInput.DeviceProgressed(First, new ResponseCode(183), true, true));
        world.Give(new CallInput.DeviceRefused(First, ResponseCode.Busy)).Give(Confirmed(First, session: true));
        world.Only<CallEffect.AnswerRequest>().Code.ShouldBe(ResponseCode.Ok);
        world.Count<CallEffect.ConfirmDevice>().ShouldBe(0);
    }

    [Fact]
    public void To_a_late_offer_a_device_that_is_not_reliable_offers_with_its_200()
    {
        var world = Told(lateOffer: true, deviceReliable: false);
        world.Only<CallEffect.RingCaller>().Session.ShouldBeFalse();
        world.Give(new CallInput.DeviceAnswered(First));
        world.Only<CallEffect.AnswerCaller>().Session.ShouldBeTrue();
        world.Count<CallEffect.AcknowledgeDevice>().ShouldBe(0);
    }

    [Fact]
    public void Another_offer_in_the_prack_goes_on_as_an_update()
    {
        var world = Told().Give(Confirmed(First, session: true));
        world.Only<CallEffect.ForwardRequest>().ShouldBe(new CallEffect.ForwardRequest(Prack, First, "UPDATE"));
        world.Count<CallEffect.AnswerRequest>().ShouldBe(0);
        world.Give(new CallInput.RequestAnswered(Prack, ResponseCode.Ok));
        world.Only<CallEffect.ForwardAnswer>().ShouldBe(new CallEffect.ForwardAnswer(Prack, ResponseCode.Ok));
    }

    [Fact]
    public void Without_prack_the_caller_gets_504_and_the_devices_are_let_go()
    {
        var world = Told().Give(new CallInput.CallerUnconfirmed());
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(new ResponseCode(504), Cause.TimerExpiry));
        world.Only<CallEffect.CancelDevice>().Leg.ShouldBe(First);
        world.Records.ShouldAllBe(record => record.Outcome == CallOutcome.Failed && record.Cause == 102);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_whose_answer_is_held_is_acknowledged_and_ended_when_the_caller_gives_up(bool cancels)
    {
        var world = Told().Give(new CallInput.DeviceAnswered(First)).Give(cancels ? new CallInput.CallerCancelled() : new CallInput.CallerUnconfirmed());
        world.Only<CallEffect.AcknowledgeDevice>().Leg.ShouldBe(First);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(First);
        world.Only<CallEffect.RefuseCaller>().Code.Value.ShouldBe(cancels ? 487 : 504);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_device_that_hangs_up_while_its_answer_is_held_ends_the_call()
    {
        var world = Told().Give(new CallInput.DeviceAnswered(First)).Give(new CallInput.ByeReceived(First, new ExchangeId(9)));
        world.Only<CallEffect.AcknowledgeDevice>().Leg.ShouldBe(First);
        world.Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.Unavailable);
        world.Count<CallEffect.HangUp>().ShouldBe(0);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    private static CallInput.CallerConfirmed Confirmed(LegId device, bool session = false) => new(device, Prack, OfSession: true, session);

    private static CallWorld Told(int devices = 1, bool lateOffer = false, bool deviceReliable = false) =>
        new CallWorld(lateOffer, reliable: true).Offered(devices).Give(new CallInput.DeviceProgressed(First, new ResponseCode(183), true, deviceReliable));
}
