using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Domain.Tests.Trunks;

public class LeasePropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void The_limit_is_never_exceeded_whatever_crashes_and_however_messages_are_late() =>
        Prop.ForAll<int>(seed =>
        {
            var world = new LeaseWorld(new System.Random(seed));
            for (var i = 0; i < 150; i++)
            {
                world.Step();
                world.LivingCalls.ShouldBeLessThanOrEqualTo(LeaseWorld.Limit);
            }
        }).Check(Many);

    [Fact]
    public void No_place_leaks_once_all_is_quiet() =>
        Prop.ForAll<int>(seed =>
        {
            var world = new LeaseWorld(new System.Random(seed));
            for (var i = 0; i < 150; i++)
            {
                world.Step();
            }

            world.Quiet();
            world.CountedPlaces.ShouldBe(world.LivingCalls);
            world.EndAllCalls();
            world.Quiet();
            world.CountedPlaces.ShouldBe(0);
        }).Check(Many);

    [Fact]
    public void Places_are_given_out_up_to_the_limit()
    {
        var world = new LeaseWorld(new System.Random(1));
        world.Quiet();
        for (var i = 0; i < LeaseWorld.Limit + 2; i++)
        {
            world.Call(0);
        }

        world.Quiet();
        world.LivingCalls.ShouldBe(LeaseWorld.Limit);
    }
}
