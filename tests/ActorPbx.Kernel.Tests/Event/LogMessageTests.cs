using ActorPbx.Kernel.Event;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Event;

public sealed class LogMessageTests
{
    [Fact]
    public void Typed_arguments_are_put_into_their_places_when_written()
    {
        LogMessage message = new LogMessage<LogValues<int, string>>(
            DefaultLogMessageFormatter.Instance, "{0} of {1}", new LogValues<int, string>(3, "a kind"));

        message.ToString().ShouldBe("3 of a kind");
        message.Parameters().ShouldBe([3, "a kind"]);
        message.Unformatted().ShouldBe("3,a kind");
    }

    [Fact]
    public void A_text_that_does_not_fit_its_arguments_shows_both()
    {
        string text = new DefaultLogMessage(DefaultLogMessageFormatter.Instance, "{0} and {1}", "one").ToString();

        text.ShouldContain("{0} and {1}");
        text.ShouldContain("one");
    }

    [Fact]
    public void A_log_text_takes_six_arguments_or_an_array()
    {
        using var system = ActorSystem.Create("six", "akka { loglevel = INFO, stdout-loglevel = OFF, loggers = [] }");
        var inbox = Inbox.Create(system);
        system.EventStream.Subscribe(inbox.Receiver, typeof(Info));

        system.Log.Info("{0}{1}{2}{3}{4}{5}", 1, 'b', "c", 4, 5L, 6);
        system.Log.Info(new InvalidOperationException(), "{0}{1}{2}{3}", 1, 2, 3, 4);
        system.Log.Info("{6}", new object[] { 1, 2, 3, 4, 5, 6, "seventh" });

        Said(inbox).ShouldBe("1bc456");
        Said(inbox).ShouldBe("1234");
        Said(inbox).ShouldBe("seventh");
    }

    private static string? Said(Inbox inbox) => ((Info)inbox.Receive(TimeSpan.FromSeconds(3))).Message.ToString();
}
