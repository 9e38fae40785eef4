using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class MessagingTests() : Kit("akka.loglevel = OFF")
{
    [Fact]
    public async Task Ask_gets_the_answer()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new Echo()));
        (await echo.Ask<string>("hello", TimeSpan.FromSeconds(10))).ShouldBe("hello");
    }

    [Fact]
    public async Task Ask_fails_when_no_answer_comes_in_time()
    {
        IActorRef silent = Sys.ActorOf(Props.Empty);
        await Should.ThrowAsync<AskTimeoutException>(silent.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task Ask_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        Task<string> question = Sys.ActorOf(Props.Empty).Ask<string>("hello", source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<TaskCanceledException>(question);
    }

    [Fact]
    public async Task Ask_fails_on_an_answer_of_another_class_and_on_a_failure()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new Echo()));
        await Should.ThrowAsync<ArgumentException>(echo.Ask<int>("hello"));
        await Should.ThrowAsync<NotSupportedException>(echo.Ask<int>(new Status.Failure(new NotSupportedException())));
    }

    [Fact]
    public async Task A_question_leaves_nothing_behind_even_if_its_path_was_used()
    {
        IActorRef namer = Sys.ActorOf(Props.Create(() => new TellsPath()));
        string path = await namer.Ask<string>("path", TimeSpan.FromSeconds(10));
        path.ShouldStartWith("akka://" + Sys.Name + "/temp/$");
        var temp = (VirtualPathContainer)((ExtendedActorSystem)Sys).Provider.TempContainer;
        AwaitCondition(() => !temp.HasChildren, TimeSpan.FromSeconds(10)); // tidied up right after the answer is there
    }

    [Fact]
    public void PipeTo_sends_the_result_or_the_failure()
    {
        Task.FromResult(42).PipeTo(TestActor);
        ExpectMsg(42);
        Task.FromException<int>(new InvalidOperationException("no")).PipeTo(TestActor);
        ExpectMsg<Status.Failure>(f => f.Cause is InvalidOperationException);
        Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
    }

    [Fact]
    public async Task GracefulStop_waits_for_the_end()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        (await actor.GracefulStop(TimeSpan.FromSeconds(10))).ShouldBeTrue();
        ((IInternalActorRef)actor).IsTerminated.ShouldBeTrue();
    }

    [Fact]
    public async Task GracefulStop_says_false_when_the_actor_does_not_end_in_time()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Kernel.TestKit.TestActors.BlackHoleActor()));

        (await actor.GracefulStop(TimeSpan.FromMilliseconds(10), "not a reason to stop")).ShouldBeFalse();
    }

    [Fact]
    public void Messages_of_one_sender_keep_their_order_under_load()
    {
        const int senders = 4, each = 20_000;
        using var done = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new OrderCheck(senders, senders * each, done)));
        Parallel.For(0, senders, s =>
        {
            for (int i = 0; i < each; i++)
            {
                actor.Tell((s, i), ActorRefs.NoSender);
            }
        });
        done.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        actor.Tell("wrong?", TestActor);
        ExpectMsg(0);
    }

    [Fact]
    public async Task A_selection_finds_by_name_by_wildcard_and_upwards()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Nest()), "nest");
        parent.Tell("egg-1", TestActor);
        IActorRef one = ExpectMsg<IActorRef>();
        parent.Tell("egg-2", TestActor);
        IActorRef two = ExpectMsg<IActorRef>();
        (await Sys.ActorSelection("/user/nest/egg-1").ResolveOne(TimeSpan.FromSeconds(10))).ShouldBe(one);
        (await new ActorSelection(one, "../egg-2").ResolveOne(TimeSpan.FromSeconds(10))).ShouldBe(two);
        Sys.ActorSelection("/user/nest/egg-*").Tell(new Identify("both"), TestActor);
        var found = new[] { ExpectMsg<ActorIdentity>().Subject, ExpectMsg<ActorIdentity>().Subject };
        found.ShouldBe([one, two], ignoreOrder: true);
    }

    [Fact]
    public async Task A_selection_of_nobody_is_not_resolved()
    {
        await Should.ThrowAsync<ActorNotFoundException>(Sys.ActorSelection("/user/none").ResolveOne(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void What_is_sent_to_a_missing_actor_is_a_dead_letter_with_its_path()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection("/user/missing").Tell("boom", TestActor);
        DeadLetter letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("boom");
        letter.Recipient.Path.ToStringWithoutAddress().ShouldBe("/user/missing");
    }

    [Fact]
    public void A_dead_letter_of_a_selection_names_the_path_as_it_was_asked_for()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection("/user/../user/none*").Tell("boom", TestActor);
        ExpectMsg<DeadLetter>().Recipient.Path.ToStringWithoutAddress().ShouldBe("/user/../user/none*");
    }

    [Fact]
    public void Below_a_wildcard_only_a_single_match_answers_that_nobody_is_there()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Nest()), "lone");
        parent.Tell("egg-1", TestActor);
        ExpectMsg<IActorRef>();
        Sys.ActorSelection("/user/lone/*/missing").Tell(new Identify("one"), TestActor);
        ExpectMsg<ActorIdentity>(a => Equals(a.MessageId, "one") && a.Subject == null);

        parent.Tell("egg-2", TestActor);
        ExpectMsg<IActorRef>();
        Sys.ActorSelection("/user/lone/*/missing").Tell(new Identify("many"), TestActor);
        Sys.ActorSelection("/user/lone").Tell(new Identify("after"), TestActor);
        ExpectMsg<ActorIdentity>(a => Equals(a.MessageId, "after"));
    }

    [Fact]
    public void A_null_message_is_refused() =>
        Should.Throw<InvalidMessageException>(() => Sys.ActorOf(Props.Empty).Tell(null!, TestActor));

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class TellsPath : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Sender.Path.ToString());
    }

    private sealed class Nest : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Context.ActorOf(Props.Empty, (string)message));
    }

    private sealed class OrderCheck(int senders, int total, ManualResetEventSlim done) : UntypedActor
    {
        private readonly int[] _next = new int[senders];
        private int _wrong;
        private int _seen;

        protected override void OnReceive(object message)
        {
            if (message is not (int sender, int number))
            {
                Sender.Tell(_wrong);
                return;
            }

            _wrong += _next[sender]++ == number ? 0 : 1;
            if (++_seen == total)
            {
                done.Set();
            }
        }
    }
}
