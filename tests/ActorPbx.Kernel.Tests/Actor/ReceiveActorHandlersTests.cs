using ActorPbx.Kernel.Actor;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class ReceiveActorHandlersTests
{
    [Fact]
    public void Nothing_can_follow_what_takes_everything()
    {
        var handlers = new ReceiveActorHandlers();
        handlers.AddTypedReceiveHandler(typeof(object), _ => false, _ => true);
        handlers.AddTypedReceiveHandler(typeof(object), null, _ => true);

        Should.Throw<InvalidOperationException>(() => handlers.AddReceiveAnyHandler(_ => { }));
        Should.Throw<InvalidOperationException>(() => handlers.AddGenericReceiveHandler<int>(null, _ => true));
    }

    [Fact]
    public void The_first_handler_that_fits_and_agrees_gets_the_message()
    {
        var seen = new List<string>();
        var handlers = new ReceiveActorHandlers();
        handlers.AddGenericReceiveHandler<int>(n => n > 0, _ => Note("positive"));
        handlers.AddGenericReceiveHandler<IComparable>(null, _ => Note("comparable"));

        handlers.TryHandle(1).ShouldBeTrue();
        handlers.TryHandle(-1).ShouldBeTrue();
        handlers.TryHandle(new object()).ShouldBeFalse();
        seen.ShouldBe(["positive", "comparable"]);

        bool Note(string what)
        {
            seen.Add(what);
            return true;
        }
    }
}
