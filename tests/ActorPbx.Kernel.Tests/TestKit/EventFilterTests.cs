using System.Text.RegularExpressions;
using ActorPbx.Kernel.TestKit;
using ActorPbx.Kernel.TestKit.TestActors;

namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class EventFilterTests : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    public EventFilterTests() : base("akka.loglevel = DEBUG")
    {
    }

    [Fact]
    public void Events_of_a_level_are_expected_by_whole_text_beginning_part_or_pattern()
    {
        EventFilter.Warning("the line is busy").ExpectOne(() => Log.Warning("the line is busy"));
        EventFilter.Info(start: "the line").ExpectOne(() => Log.Info("the line is free"));
        EventFilter.Debug(contains: "is").ExpectOne(() => Log.Debug("the line is free"));
        EventFilter.Error(new Regex("li.e")).ExpectOne(() => Log.Error("the line is cut"));
    }

    [Fact]
    public void Too_few_or_too_many_events_fail_the_test()
    {
        Should.Throw<Exception>(() => EventFilter.Warning("missing").ExpectOne(Short, () => { })).Message.ShouldContain("0/1");
        Should.Throw<Exception>(() => EventFilter.Warning("twice").ExpectOne(() => LogAndWait("twice", "twice"))).Message.ShouldContain("too many");
        Should.Throw<Exception>(() => EventFilter.Warning("none").Expect(0, Short, () => LogAndWait("none")));
        EventFilter.Warning("none").Expect(0, Short, () => { });
    }

    // The listener handles events in order: with the last one counted, those before it are too.
    private void LogAndWait(params string[] warnings) => EventFilter.Warning("the last").ExpectOne(TimeSpan.FromSeconds(10), () =>
    {
        foreach (var text in warnings)
            Log.Warning(text);
        Log.Warning("the last");
    });

    [Fact]
    public void Errors_are_expected_by_their_cause()
    {
        EventFilter.Exception<InvalidOperationException>("broken").ExpectOne(() => Log.Error(new InvalidOperationException("broken"), "whatever"));
        EventFilter.Exception(typeof(ArgumentException), checkInnerExceptions: true).ExpectOne(() =>
            Log.Error(new InvalidOperationException("outer", new ArgumentException("inner")), "whatever"));
        Should.Throw<ArgumentException>(() => EventFilter.Exception(typeof(string)));
    }

    [Fact]
    public async Task Filters_may_be_joined_and_awaited()
    {
        await EventFilter.Warning("a").And.Info("b").ExpectAsync(2, () =>
        {
            Log.Warning("a");
            Log.Info("b");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_result_comes_out_of_the_block()
    {
        EventFilter.Custom(e => Equals(e.Message.ToString(), "x")).ExpectOne(() => { Log.Info("x"); return 42; }).ShouldBe(42);
    }

    [Fact]
    public void Dead_letters_and_unhandled_messages_can_be_expected()
    {
        var gone = Watch(Sys.ActorOf(BlackHoleActor.Props));
        Sys.Stop(gone);
        ExpectTerminated(gone);
        EventFilter.DeadLetter<string>().ExpectOne(() => gone.Tell("late"));
        EventFilter.DeadLetter<string>(s => s == "late").ExpectOne(() => gone.Tell("late"));
        var deaf = Sys.ActorOf(Props.Create<UnhandledMessageActor>());
        EventFilter.Info(start: "Unhandled message from").ExpectOne(() => deaf.Tell("hello"));
        EventFilter.Info(contains: "was unhandled").ExpectOne(() => deaf.Tell("hello"));
        EventFilter.Warning().And.Error().Expect(0, () => deaf.Tell("hello"));
    }

    [Fact]
    public void The_source_of_an_event_narrows_the_filter()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Complaining()), "complaining");
        EventFilter.Warning("no", source: actor.Path.ToString()).ExpectOne(() => actor.Tell("x"));
        EventFilter.Warning("no", source: "/user/complaining").ExpectOne(() => actor.Tell("x"));
        Should.Throw<Exception>(() => EventFilter.Warning("no", source: "/user/other").ExpectOne(Short, () => actor.Tell("x")));
    }

    private sealed class Complaining : ReceiveActor
    {
        public Complaining() => ReceiveAny(_ => Context.GetLogger().Warning("no"));
    }
}
