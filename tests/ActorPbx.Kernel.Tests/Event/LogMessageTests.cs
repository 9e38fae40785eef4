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
}
