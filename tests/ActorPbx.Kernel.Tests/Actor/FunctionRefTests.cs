using ActorPbx.Kernel.Actor;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class FunctionRefTests : Kernel.TestKit.Xunit2.TestKit
{
    private FunctionRef Forwarder(IActorRef owner)
    {
        owner.Tell("give", TestActor);
        return ExpectMsg<FunctionRef>();
    }

    [Fact]
    public void Is_found_by_its_path_and_hands_on_what_it_is_told()
    {
        FunctionRef reference = Forwarder(Sys.ActorOf(Props.Create(() => new Owner(TestActor)), "owner"));

        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(reference.Path).ShouldBeSameAs(reference);
        reference.Tell("hello", TestActor);
        ExpectMsg("hello");
    }

    [Fact]
    public void Ends_with_its_owner_or_when_taken_back()
    {
        IActorRef owner = Sys.ActorOf(Props.Create(() => new Owner(TestActor)));
        FunctionRef kept = Forwarder(owner);
        FunctionRef dropped = Forwarder(owner);
        Watch(kept);
        Watch(dropped);

        owner.Tell(dropped);
        ExpectTerminated(dropped);
        Sys.Stop(owner);
        ExpectTerminated(kept);
    }

    [Fact]
    public void Is_told_of_the_end_of_what_it_watches_by_that_very_actor()
    {
        IActorRef owner = Sys.ActorOf(Props.Create(() => new Owner(TestActor)));
        FunctionRef watching = Forwarder(owner);
        FunctionRef watched = Forwarder(owner);

        watching.Watch(watched);
        owner.Tell(watched);
        ExpectMsg("ended: " + watched.Path.Name);
        LastSender.ShouldBe(watched);
    }

    [Fact]
    public async Task The_end_of_an_actor_can_be_waited_for_from_outside()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Owner(TestActor)));
        using var given = new CancellationTokenSource();
        Task<bool> calledOff = actor.WatchAsync(given.Token);
        await given.CancelAsync();
        (await calledOff).ShouldBeFalse();

        Task<bool> ended = actor.WatchAsync();
        Sys.Stop(actor);
        (await ended.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
    }

    private sealed class Owner : ReceiveActor
    {
        public Owner(IActorRef probe)
        {
            Receive<string>(_ => Sender.Tell(((ActorCell)Context).AddFunctionRef((sender, message) => probe.Tell(Described(message), sender))));
            Receive<FunctionRef>(reference => ((ActorCell)Context).RemoveFunctionRef(reference));
        }

        private static object Described(object message) =>
            message is Terminated ended ? "ended: " + ended.ActorRef.Path.Name : message;
    }
}
