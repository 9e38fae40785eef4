using ActorPbx.Kernel.Actor;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class DeciderBuilderTests
{
    [Fact]
    public void The_class_nearest_to_the_failure_decides()
    {
        Func<Exception, Directive> decider = new DeciderBuilder(Directive.Escalate)
        {
            { typeof(ArgumentException), Directive.Stop },
            { typeof(ArgumentNullException), e => e.Message.Length > 0 ? Directive.Resume : Directive.Restart },
        };

        decider(new ArgumentNullException("x")).ShouldBe(Directive.Resume);
        decider(new ArgumentOutOfRangeException("x")).ShouldBe(Directive.Stop);
        decider(new InvalidOperationException()).ShouldBe(Directive.Escalate);
    }

    [Fact]
    public void A_built_decider_does_not_change_and_falls_back_on_the_default()
    {
        var builder = new DeciderBuilder();
        Func<Exception, Directive> decider = builder.Build();
        builder.Add<Exception>(Directive.Stop);

        decider(new InvalidOperationException()).ShouldBe(Directive.Restart);
        decider(new ActorKilledException("Kill")).ShouldBe(Directive.Stop);
    }
}
