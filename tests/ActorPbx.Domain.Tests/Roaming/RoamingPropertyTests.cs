using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Domain.Tests.Roaming;

public class RoamingPropertyTests
{
    private static readonly string[] Branches = ["shanghai", "berlin", "lagos"];
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Whatever_happens_every_branch_routes_to_the_same_registered_phone_once_the_lines_are_whole() =>
        Prop.ForAll<int, bool>((seed, several) =>
        {
            var world = new RoamingWorld(new System.Random(seed), several);
            for (var i = 0; i < 60; i++)
            {
                world.Happen();
            }

            world.Heal();
            var (current, registered) = world.Truth();
            if (registered.Length > 0)
            {
                registered.ShouldContain(current);
            }

            foreach (var branch in Branches)
            {
                world.RouteFrom(branch).ShouldBe(current);
            }

            if (!several)
            {
                registered.Length.ShouldBeLessThanOrEqualTo(1);
            }
        }).Check(Many);

    [Fact]
    public void The_latest_registration_rings_when_each_is_heard_in_its_turn() =>
        Prop.ForAll<int, bool>((seed, several) =>
        {
            var random = new System.Random(seed);
            var world = new RoamingWorld(random, several);
            for (var i = 0; i < 10; i++)
            {
                world.RegisterAt(Branches[random.Next(3)]);
                world.Heal();
                world.Truth().Current.ShouldBe(world.LastRegistered);
            }
        }).Check(Many);
}
