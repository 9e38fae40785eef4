using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Dispatch.MessageQueues;

namespace ActorPbx.Kernel.Tests.Event;

public sealed class LogFilterTests
{
    [Theory]
    [InlineData("calls", "busy", true)]
    [InlineData("calls (akka://x)", "busy", false)]
    [InlineData("media", "relay 7 is noisy", false)]
    [InlineData("sip/udp", "fine", false)]
    [InlineData("tcp", "fine", false)]
    [InlineData("TCP", "fine", false)]
    public void An_event_is_dropped_by_the_first_filter_that_matches(string source, string text, bool kept)
    {
        var filters = new LogFilterBuilder()
            .ExcludeSourceContaining("(akka:").ExcludeSourceStartingWith("sip").ExcludeSourceExactly("tcp").ExcludeMessageContaining("noisy")
            .Build().CreateEvaluator();

        filters.ShouldTryKeepMessage(new Info(source, typeof(string), text), out var line).ShouldBe(kept);
        if (kept) line.ShouldContain(text);
    }

    [Fact]
    public void Filters_of_sources_alone_never_need_the_text()
    {
        new LogFilterBuilder().ExcludeSourceEndingWith("x").Build().CreateEvaluator().EvaluatesLogSourcesOnly.ShouldBeTrue();
        new LogFilterBuilder().ExcludeMessageContaining("x").Build().CreateEvaluator().EvaluatesLogSourcesOnly.ShouldBeFalse();
    }

    [Fact]
    public async Task The_console_logger_of_a_system_heeds_its_filters()
    {
        var config = ConfigurationFactory.ParseString($"akka {{ stdout-logger-class = \"{typeof(Keeping).AssemblyQualifiedName}\", loggers = [\"Akka.Event.DefaultLogger\"] }}");
        using var system = ActorSystem.Create("filtered", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config), new LogFilterBuilder().ExcludeSourceStartingWith("quiet").Build()));

        Logging.GetLogger(system, "quiet").Warning("unheard");
        Logging.GetLogger(system, "loud").Warning("heard");
        await system.Terminate();

        var said = ((Keeping)system.Settings.StdoutLogger).Said;
        said.ShouldContain("heard");
        said.ShouldNotContain("unheard");
    }

    [Fact]
    public void What_a_logger_has_not_read_is_written_to_the_console_when_it_ends()
    {
        var config = ConfigurationFactory.ParseString($"akka.stdout-logger-class = \"{typeof(Keeping).AssemblyQualifiedName}\"");
        using var system = ActorSystem.Create("draining", config);
        var mailbox = new LoggerMailbox(ActorRefs.Nobody, system);
        mailbox.Enqueue(ActorRefs.Nobody, new Envelope(new Warning("late", typeof(string), "last words"), ActorRefs.NoSender));

        ((IMessageQueue)mailbox).CleanUp(ActorRefs.Nobody, new UnboundedMessageQueue());

        mailbox.MessageQueue.HasMessages.ShouldBeFalse();
        ((Keeping)system.Settings.StdoutLogger).Said.ShouldContain("last words");
    }

    public sealed class Keeping : StandardOutLogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _said = [];

        public string[] Said
        {
            get
            {
                lock (_gate) return [.. _said];
            }
        }

        protected override void Log(object message)
        {
            if (message is LogEvent said && Filter.ShouldTryKeepMessage(said, out _))
            {
                lock (_gate) _said.Add(said.Message.ToString()!);
            }
        }
    }
}
