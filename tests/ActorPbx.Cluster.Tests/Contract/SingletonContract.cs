namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>What every engine holds to with singletons.</summary>
public abstract class SingletonContract : BusContract
{
    [Fact]
    public async Task One_of_those_who_claim_is_the_one()
    {
        var (first, second) = (await Node("hq", "t1"), await Node("hq", "t2"));
        first.Bus.Claim("trunk.dtag");
        var granted = await first.Told<TestNode.Granted>(_ => true);
        granted.Singleton.ShouldBe("trunk.dtag");
        second.Bus.Claim("trunk.dtag");
        second.Bus.Claim("trunk.other");
        await second.Told<TestNode.Granted>(other => other.Singleton == "trunk.other");
        second.Told<TestNode.Granted>().ShouldNotContain(other => other.Singleton == "trunk.dtag");
    }

    [Fact]
    public async Task When_it_is_given_up_the_next_one_has_a_higher_epoch()
    {
        var (first, second) = (await Node("hq", "t1"), await Node("hq", "t2"));
        first.Bus.Claim("trunk.dtag");
        var before = await first.Told<TestNode.Granted>(_ => true);
        second.Bus.Claim("trunk.dtag");
        first.Bus.Release("trunk.dtag");
        var after = await second.Told<TestNode.Granted>(_ => true);
        after.Epoch.ShouldBeGreaterThan(before.Epoch);
    }

    [Fact]
    public async Task Whoever_takes_it_up_again_has_a_higher_epoch_too()
    {
        var node = await Node("hq", "t1");
        node.Bus.Claim("trunk.dtag");
        await node.Told<TestNode.Granted>(_ => true);
        node.Bus.Release("trunk.dtag");
        node.Bus.Claim("trunk.dtag");
        await TestNode.Until(() => node.Told<TestNode.Granted>().Length == 2, "it was not granted again");
        node.Told<TestNode.Granted>()[1].Epoch.ShouldBeGreaterThan(node.Told<TestNode.Granted>()[0].Epoch);
    }

    [Fact]
    public async Task Whoever_loses_the_bus_loses_it_first_and_another_gets_it()
    {
        var (first, second) = (await Node("hq", "t1"), await Node("hq", "t2"));
        first.Bus.Claim("trunk.dtag");
        var before = await first.Told<TestNode.Granted>(_ => true);
        second.Bus.Claim("trunk.dtag");
        await Lab.Cut(first.Bus);
        await first.Told<TestNode.Down>(_ => true);
        first.Told().TakeLast(2).Select(told => told.GetType()).ShouldBe([typeof(TestNode.Lost), typeof(TestNode.Down)]);
        var after = await second.Told<TestNode.Granted>(_ => true);
        after.Epoch.ShouldBeGreaterThan(before.Epoch);

        await Lab.Heal(first.Bus);
        await TestNode.Until(() => first.Told<TestNode.Up>().Length == 2, "the bus did not come back");
        second.Bus.Release("trunk.dtag");
        await TestNode.Until(() => first.Told<TestNode.Granted>().Length == 2, "the claim was forgotten");
        first.Told<TestNode.Granted>()[1].Epoch.ShouldBeGreaterThan(after.Epoch);
    }

    [Fact]
    public async Task Whoever_ends_gives_it_up()
    {
        var (first, second) = (await Node("hq", "t1"), await Node("hq", "t2"));
        first.Bus.Claim("trunk.dtag");
        await first.Told<TestNode.Granted>(_ => true);
        second.Bus.Claim("trunk.dtag");
        await first.Bus.DisposeAsync();
        await second.Told<TestNode.Granted>(_ => true);
    }
}
