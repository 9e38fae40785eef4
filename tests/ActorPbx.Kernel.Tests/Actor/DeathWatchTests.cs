using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class DeathWatchTests() : Kit("akka { loglevel = OFF, actor.debug.lifecycle = on }")
{
    [Fact]
    public void A_dead_actor_can_still_be_watched()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Who_ends_watches_nobody_any_longer()
    {
        IActorRef watched = Sys.ActorOf(Props.Empty);
        TestProbe watcher = CreateTestProbe();
        watcher.Watch(watched);
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        Sys.Stop(watcher.Ref);
        ExpectNoLongerWatched(watched, watcher.Ref);
    }

    [Fact]
    public void Who_ends_watches_nobody_while_its_children_still_end()
    {
        using var childEnds = new ManualResetEventSlim();
        IActorRef watched = Sys.ActorOf(Props.Empty);
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Watcher(watched, childEnds)));
        watcher.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        Sys.Stop(watcher);
        ExpectNoLongerWatched(watched, watcher);
        childEnds.Set();
    }

    [Fact]
    public void Who_watches_in_PostStop_watches_nobody_when_it_has_ended()
    {
        IActorRef watched = Sys.ActorOf(Props.Empty);
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new LateWatcher(watched)));
        Sys.Stop(watcher);
        ExpectNoLongerWatched(watched, watcher);
    }

    private void ExpectNoLongerWatched(IActorRef watched, IActorRef watcher) =>
        FishForMessage<Debug>(said => said.LogSource.Contains(watched.Path.Name) && $"{said.Message}".StartsWith($"no longer watched by {watcher}"));

    [Fact]
    public void Watching_twice_gives_one_notice()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        Watch(actor);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Of_several_watchers_and_several_watched_each_pair_is_for_itself()
    {
        IActorRef[] actors = [Sys.ActorOf(Props.Empty), Sys.ActorOf(Props.Empty), Sys.ActorOf(Props.Empty)];
        TestProbe[] probes = [CreateTestProbe(), CreateTestProbe(), CreateTestProbe()];
        foreach (TestProbe probe in probes)
        {
            foreach (IActorRef actor in actors)
            {
                probe.Watch(actor);
                probe.Watch(actor);
            }
        }

        probes[0].Unwatch(actors[0]);
        probes[1].Unwatch(actors[1]);
        probes[1].Unwatch(actors[2]);
        Sys.Stop(actors[0]);
        probes[1].ExpectTerminated(actors[0]);
        probes[2].ExpectTerminated(actors[0]);
        Sys.Stop(actors[1]);
        probes[0].ExpectTerminated(actors[1]);
        probes[2].ExpectTerminated(actors[1]);
        probes[0].Unwatch(actors[2]);
        probes[0].Watch(actors[2]);
        Sys.Stop(actors[2]);
        probes[0].ExpectTerminated(actors[2]);
        probes[2].ExpectTerminated(actors[2]);
        probes[1].ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_custom_message_takes_the_place_of_Terminated()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new CustomWatcher(actor, TestActor)));
        watcher.Tell("sync", TestActor);
        ExpectMsg("sync");
        Sys.Stop(actor);
        ExpectMsg("gone");
    }

    [Fact]
    public void Another_custom_message_for_the_same_actor_is_refused()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        IActorRef probe = Sys.ActorOf(Props.Create(() => new DoubleWatcher(actor)));
        probe.Tell("go", TestActor);
        ExpectMsg("refused");
    }

    [Fact]
    public void Unwatch_swallows_even_what_is_already_in_the_mailbox()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        using var gate = new ManualResetEventSlim();
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Forgetter(actor, gate)));
        watcher.Tell("wait", TestActor);
        ExpectMsg("waiting");
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        watcher.Tell("forget", TestActor);
        gate.Set();
        watcher.Tell("alive?", TestActor);
        ExpectMsg("alive");
    }

    [Fact]
    public void A_notice_that_nobody_handles_fails_the_watcher()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Oblivious(actor)));
        Watch(watcher);
        watcher.Tell(new object());
        Sys.Stop(actor);
        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_watch_survives_the_restart_of_the_watched_actor()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Crashing()));
        Watch(actor);
        actor.Tell("crash");
        actor.Tell("alive?", TestActor);
        ExpectMsg("alive");
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public async Task Each_watcher_hears_exactly_once_however_stop_and_watch_race()
    {
        const int rounds = 300;
        for (int i = 0; i < rounds; i++)
        {
            IActorRef actor = Sys.ActorOf(Props.Create(() => new Crashing()));
            Task stop = Task.Run(() => actor.Tell(PoisonPill.Instance));
            if (i % 3 == 0)
            {
                actor.Tell("crash");
            }

            Watch(actor);
            await stop;
            ExpectTerminated(actor);
        }

        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private sealed class CustomWatcher : UntypedActor
    {
        private readonly IActorRef _probe;

        public CustomWatcher(IActorRef subject, IActorRef probe)
        {
            _probe = probe;
            Context.WatchWith(subject, "gone");
        }

        protected override void OnReceive(object message) => _probe.Tell(message);
    }

    private sealed class DoubleWatcher(IActorRef subject) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Context.WatchWith(subject, "one");
            try
            {
                Context.WatchWith(subject, "two");
            }
            catch (InvalidOperationException)
            {
                Sender.Tell("refused");
            }
        }
    }

    private sealed class Forgetter : UntypedActor
    {
        private readonly IActorRef _subject;
        private readonly ManualResetEventSlim _gate;

        public Forgetter(IActorRef subject, ManualResetEventSlim gate)
        {
            _subject = subject;
            _gate = gate;
            Context.Watch(subject);
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "wait":
                    Sender.Tell("waiting");
                    _gate.Wait(TimeSpan.FromSeconds(10));
                    break;
                case "forget":
                    Context.Unwatch(_subject);
                    break;
                case "alive?":
                    Sender.Tell("alive");
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }
    }

    private sealed class Oblivious : ReceiveActor
    {
        public Oblivious(IActorRef subject)
        {
            Context.Watch(subject);
            Receive<string>(_ => { });
        }
    }

    private sealed class Crashing : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "crash")
            {
                throw new InvalidOperationException("crash");
            }

            Sender.Tell("alive");
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, ManualResetEventSlim childEnds)
        {
            Context.Watch(watched);
            Context.ActorOf(Props.Create(() => new SlowToEnd(childEnds)));
        }
    }

    private sealed class SlowToEnd(ManualResetEventSlim ends) : ReceiveActor
    {
        protected override void PostStop() => ends.Wait(TimeSpan.FromSeconds(20));
    }

    private sealed class LateWatcher(IActorRef watched) : ReceiveActor
    {
        protected override void PostStop() => Context.Watch(watched);
    }
}
