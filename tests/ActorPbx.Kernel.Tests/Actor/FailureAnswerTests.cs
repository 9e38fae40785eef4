using ActorPbx.Kernel.TestKit.TestActors;
using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class FailureAnswerTests() : Kit("akka.loglevel = OFF")
{
    [Fact]
    public async Task A_question_for_anything_fails_with_the_cause_of_a_failure()
    {
        IActorRef echo = Sys.ActorOf(EchoActor.Props(this));
        await Should.ThrowAsync<NotSupportedException>(echo.Ask<object>(new Status.Failure(new NotSupportedException()), TimeSpan.FromSeconds(10)));
        await Should.ThrowAsync<TaskCanceledException>(echo.Ask(new Status.Failure(null), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_question_for_a_failure_or_a_status_gets_it()
    {
        IActorRef echo = Sys.ActorOf(EchoActor.Props(this));
        var failure = new Status.Failure(new NotSupportedException());
        (await echo.Ask<Status.Failure>(failure, TimeSpan.FromSeconds(10))).ShouldBeSameAs(failure);
        (await echo.Ask<Status>(failure, TimeSpan.FromSeconds(10))).ShouldBeSameAs(failure);
        (await echo.Ask<object>(Status.Success.Instance, TimeSpan.FromSeconds(10))).ShouldBeSameAs(Status.Success.Instance);
    }

    [Fact]
    public async Task An_inbox_hands_out_a_failure_as_the_letter_that_it_is()
    {
        using Inbox inbox = Inbox.Create(Sys);
        var failure = new Status.Failure(new NotSupportedException());
        inbox.Receiver.Tell(failure);
        inbox.Receive(TimeSpan.FromSeconds(10)).ShouldBeSameAs(failure);
        (await inbox.ReceiveAsync(TimeSpan.FromSeconds(-1))).ShouldBeOfType<Status.Failure>().Cause.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public void A_double_wildcard_selects_all_below_however_deep()
    {
        IActorRef top = Sys.ActorOf(Props.Create(() => new Nest(2)), "top");
        AwaitAssert(() =>
        {
            while (HasMessages)
                ReceiveOne(TimeSpan.Zero);
            Sys.ActorSelection("/user/top/**").Tell(new Identify(1), TestActor);
            ReceiveN(2, TimeSpan.FromMilliseconds(200)).Cast<ActorIdentity>().Select(i => i.Subject!.Path.ToStringWithoutAddress())
                .ShouldBe(["/user/top/inner", "/user/top/inner/inner"], ignoreOrder: true);
        }, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(20));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        top.ShouldNotBeNull();
    }

    [Fact]
    public void A_double_wildcard_may_stand_at_the_end_only() =>
        Should.Throw<IllegalActorNameException>(() => Sys.ActorSelection("/user/**/inner"));

    [Fact]
    public void What_was_disposed_of_cannot_be_called_off()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        cancelable.IsDisposed.ShouldBeFalse();
        cancelable.Dispose();
        cancelable.IsDisposed.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(cancelable.Cancel);
        Should.Throw<ObjectDisposedException>(() => cancelable.CancelAfter(TimeSpan.FromSeconds(1)));
    }

    private sealed class Nest : UntypedActor
    {
        public Nest(int deeper)
        {
            if (deeper > 0)
                Context.ActorOf(Props.Create(() => new Nest(deeper - 1)), "inner");
        }

        protected override void OnReceive(object message)
        {
        }
    }
}
