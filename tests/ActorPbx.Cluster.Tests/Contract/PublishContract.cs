namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>What every engine holds to when something is published.</summary>
public abstract class PublishContract : BusContract
{
    [Theory]
    [InlineData("berlin.b1.presence.4711")]
    [InlineData("berlin.b1.presence.*")]
    [InlineData("*.*.presence.4711")]
    [InlineData("berlin.#")]
    [InlineData("berlin.b1.presence.4711.#")]
    [InlineData("#")]
    public async Task A_message_reaches_a_node_whose_pattern_fits(string pattern)
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Subscribe(pattern);
        await hq.Hears(berlin, "presence.4711");
    }

    [Theory]
    [InlineData("berlin.b1.presence")]
    [InlineData("berlin.b1.presence.*.*")]
    [InlineData("lagos.#")]
    [InlineData("*.presence.#")]
    [InlineData("berlin.b1.presence.471")]
    public async Task A_pattern_that_does_not_fit_brings_nothing(string pattern)
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Subscribe(pattern);
        hq.Bus.Subscribe("berlin.b1.marker");
        await hq.Hears(berlin, "marker");
        berlin.Publish("presence.4711", "no");
        berlin.Publish("marker", "yes");
        await hq.Told<TestNode.Published>(published => published.Body == "yes");
        hq.Told<TestNode.Published>().ShouldNotContain(published => published.Body == "no");
    }

    [Fact]
    public async Task Two_patterns_that_fit_bring_a_message_once()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Subscribe("berlin.#");
        hq.Bus.Subscribe("*.*.presence.*");
        await hq.Hears(berlin, "elsewhere");
        await hq.Hears(berlin, "presence.1");
        berlin.Publish("presence.1", "once");
        berlin.Publish("presence.1", "marker");
        await hq.Told<TestNode.Published>(published => published.Body == "marker");
        hq.Told<TestNode.Published>().Count(published => published.Body == "once").ShouldBe(1);
    }

    [Fact]
    public async Task A_node_hears_itself_when_it_wants_to()
    {
        var berlin = await Node("berlin", "b1");
        berlin.Bus.Subscribe("*.*.presence.#");
        await berlin.Hears(berlin, "presence.1");
    }

    [Fact]
    public async Task Messages_of_one_node_come_in_their_order()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Subscribe("berlin.#");
        await hq.Hears(berlin, "a.b");
        for (var number = 0; number < 200; number++)
            berlin.Publish(number % 2 == 0 ? "a.b" : "c", $"{number}");
        await hq.Told<TestNode.Published>(published => published.Body == "199");
        hq.Told<TestNode.Published>().Select(published => published.Body).Where(body => !body.StartsWith("probe", StringComparison.Ordinal))
            .ShouldBe(Enumerable.Range(0, 200).Select(number => $"{number}"));
    }

    [Fact]
    public async Task A_pattern_taken_back_brings_nothing_more()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Subscribe("berlin.b1.taken");
        hq.Bus.Subscribe("berlin.b1.kept");
        await hq.Hears(berlin, "taken");
        await hq.Hears(berlin, "kept");
        hq.Bus.Unsubscribe("berlin.b1.taken");
        var round = 0;
        await TestNode.Until(() => Silent(berlin, hq, ref round), "what was taken back still comes");
    }

    [Fact]
    public async Task What_is_shared_reaches_one_of_those_who_share_it()
    {
        var (berlin, first, second) = (await Node("berlin", "b1"), await Node("hq", "t1"), await Node("hq", "t2"));
        foreach (var node in new[] { first, second })
            node.Bus.Share("role.tmss.trunks", "*.*.role.tmss.trunks");
        await BothTake(berlin, first, second);
        for (var number = 0; number < 40; number++)
            berlin.Publish("role.tmss.trunks", $"{number}");
        string[] Taken() => [.. first.Told<TestNode.Published>().Concat(second.Told<TestNode.Published>()).Select(taken => taken.Body).Where(body => body[0] != 'p')];
        await TestNode.Until(() => Taken().Length >= 40, "not all was taken");
        Taken().ShouldBeUnique();
        Taken().Length.ShouldBe(40);
    }

    [Fact]
    public async Task Whoever_still_shares_takes_all()
    {
        var (berlin, first, second) = (await Node("berlin", "b1"), await Node("hq", "t1"), await Node("hq", "t2"));
        foreach (var node in new[] { first, second })
            node.Bus.Share("role.tmss.trunks", "*.*.role.tmss.trunks");
        await BothTake(berlin, first, second);
        first.Bus.Unshare("role.tmss.trunks");
        await TestNode.Until(() => TakesRow(berlin, second), "the other does not take all");
    }

    [Fact]
    public async Task Without_the_bus_a_message_is_dropped_and_counted_and_with_it_all_is_as_before()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Subscribe("berlin.#");
        await hq.Hears(berlin, "a");
        await Lab.Cut(hq.Bus);
        await hq.Told<TestNode.Down>(_ => true);
        var dropped = hq.Bus.Statistics.Dropped;
        hq.Publish("a", "dropped");
        hq.Bus.Statistics.Dropped.ShouldBe(dropped + 1);
        hq.Bus.Subscribe("berlin.b1.b");
        await Lab.Heal(hq.Bus);
        await TestNode.Until(() => hq.Told<TestNode.Up>().Length == 2, "the bus did not come back");
        await hq.Hears(berlin, "b");
        await hq.Hears(berlin, "c");
    }

    // Whether a probe is taken that was published before anybody shared is the engine's business.
    private static async Task BothTake(TestNode from, TestNode first, TestNode second)
    {
        var probe = 0;
        await TestNode.Until(
            () =>
            {
                from.Publish("role.tmss.trunks", $"probe {++probe}");
                return first.Told<TestNode.Published>().Length > 0 && second.Told<TestNode.Published>().Length > 0;
            },
            "not both take");
    }

    // True when the last ten were all taken by this node.
    private static bool TakesRow(TestNode from, TestNode taker)
    {
        var round = Guid.NewGuid();
        for (var number = 0; number < 10; number++)
            from.Publish("role.tmss.trunks", $"{round} {number}");
        return SpinWait.SpinUntil(() => taker.Told<TestNode.Published>().Count(taken => taken.Body.StartsWith($"{round}", StringComparison.Ordinal)) == 10, 500);
    }

    // True when the marker of a round came, and what was sent before it did not.
    private static bool Silent(TestNode from, TestNode to, ref int round)
    {
        var (taken, kept) = ($"taken {++round}", $"kept {round}");
        from.Publish("taken", taken);
        from.Publish("kept", kept);
        return SpinWait.SpinUntil(() => to.Told<TestNode.Published>().Any(published => published.Body == kept), 2000)
            && to.Told<TestNode.Published>().All(published => published.Body != taken);
    }
}
