using ActorPbx.Kernel.Actor.Internal;
using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Event;

public class LoggerStartTests() : Kit("akka.loglevel = INFO")
{
    [Fact]
    public void A_bus_of_its_own_starts_the_named_loggers_before_the_call_returns()
    {
        using var system = ActorSystem.Create("own-bus", Naming<SpeakingLogger>("akka.loglevel = WARNING"));
        var bus = new EventStream(false);
        bus.StartDefaultLoggers((ActorSystemImpl)system);

        bus.Publish(TestActor);
        ExpectMsg("ready");
        bus.Publish(new Info("s", typeof(string), "too low"));
        bus.Publish(new Warning("s", typeof(string), "high enough"));
        ExpectMsg<Warning>().Message.ShouldBe("high enough");
    }

    [Fact]
    public void What_a_logger_leaves_behind_is_no_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var queue = new LoggerMailboxType(Sys.Settings, Config.Empty).Create(ActorRefs.Nobody, Sys);
        queue.Enqueue(ActorRefs.Nobody, new Envelope(new Debug("s", typeof(string), "below the level"), ActorRefs.NoSender));

        queue.CleanUp(ActorRefs.Nobody, Sys.Mailboxes.DeadLetterMailbox.MessageQueue);

        queue.HasMessages.ShouldBeFalse();
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public void A_logger_that_answers_late_gets_the_events_from_then_on(string async)
    {
        LateLogger.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var system = ActorSystem.Create("late-" + async, Naming<LateLogger>($"akka.logger-async-start = {async}, akka.logger-startup-timeout = 20ms, akka.loglevel = DEBUG"));
        system.EventStream.Subscribe(TestActor, typeof(Debug));

        LateLogger.Gate.SetResult();
        FishForMessage<Debug>(d => d.Message.ToString()!.Contains("LateLogger") && d.Message.ToString()!.Contains("started"));
        system.EventStream.Unsubscribe(TestActor);
        system.EventStream.Publish(TestActor);
        ExpectMsg("ready");
        system.Log.Error("heard");
        FishForMessage<Error>(e => e.Message.ToString() == "heard");
    }

    [Fact]
    public void A_level_is_found_by_the_kind_of_event()
    {
        Logging.LogLevelFor<Debug>().ShouldBe(LogLevel.DebugLevel);
        Logging.LogLevelFor<Error>().ShouldBe(LogLevel.ErrorLevel);
        Should.Throw<ArgumentException>(() => Logging.LogLevelFor<LogEvent>());
    }

    [Fact]
    public void A_source_is_named_after_its_type_and_system()
    {
        LogSource.FromType(GetType(), Sys).ShouldBe(LogSource.Create(this, Sys).Source);
        LogSource.FromString("door", Sys).ShouldBe(LogSource.Create("door", Sys).Source);
        LogSource.FromActorRef(TestActor, Sys).ShouldStartWith($"akka://{Sys.Name}/");
    }

    [Fact]
    public async Task A_system_with_nothing_but_the_defaults_says_how_it_ends()
    {
        var system = ActorSystem.Create("defaults", ConfigurationFactory.Default());
        system.EventStream.Subscribe(TestActor, typeof(Debug));
        await system.Terminate();
        ExpectMsg<Debug>().Message.ShouldBe("System shutdown initiated");
        ExpectMsg<Debug>().Message.ShouldBe("Shutting down: StandardOutLogger started");
        ExpectMsg<Debug>().Message.ShouldBe("All default loggers stopped");
    }

    private static Config Naming<TLogger>(string more) =>
        ConfigurationFactory.ParseString($"akka.loggers = [\"{typeof(TLogger).AssemblyQualifiedName}\"], akka.stdout-loglevel = OFF, {more}");

    public class SpeakingLogger : UntypedActor
    {
        private IActorRef _listener = ActorRefs.Nobody;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case InitializeLogger start:
                    start.LoggingBus.Subscribe(Self, typeof(IActorRef));
                    Answer();
                    break;
                case IActorRef listener:
                    _listener = listener;
                    _listener.Tell("ready");
                    break;
                default:
                    _listener.Tell(message);
                    break;
            }
        }

        protected virtual void Answer() => Sender.Tell(new LoggerInitialized());
    }

    public sealed class LateLogger : SpeakingLogger
    {
        public static TaskCompletionSource Gate { get; set; } = new();

        protected override void Answer() => Gate.Task.PipeTo(Sender, Self, success: () => new LoggerInitialized());
    }
}
