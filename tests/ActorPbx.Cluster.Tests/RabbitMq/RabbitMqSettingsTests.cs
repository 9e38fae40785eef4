using System.Collections.Immutable;
using ActorPbx.Cluster.RabbitMq;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.Tests.RabbitMq;

public sealed class RabbitMqSettingsTests
{
    private static readonly RabbitMqSettings Good = new() { Uris = ["amqps://bus.example.com/pbx"], User = "pbx-berlin", Password = "x" };

    [Fact]
    public void Settings_that_name_a_broker_and_a_user_are_good() => Good.Problems().ShouldBeEmpty();

    [Fact]
    public void Settings_with_a_certificate_need_no_user() =>
        (Good with { User = "", Certificate = "a.pem", PrivateKey = "a.key" }).Problems().ShouldBeEmpty();

    [Theory]
    [InlineData("http://bus.example.com")]
    [InlineData("bus.example.com")]
    [InlineData("amqps://user:secret@bus.example.com")]
    public void A_broker_is_named_by_an_AMQP_address_without_secrets(string uri) =>
        (Good with { Uris = [uri] }).Problems().Single().Key.ShouldBe("uris");

    [Fact]
    public void What_is_missing_or_contradicts_itself_is_named_by_its_key()
    {
        Keys(Good with { Uris = ImmutableArray<string>.Empty }).ShouldBe(["uris"]);
        Keys(Good with { User = "" }).ShouldBe(["user"]);
        Keys(Good with { Certificate = "a.pem" }).ShouldBe(["private-key"]);
        Keys(Good with { Heartbeat = TimeSpan.Zero }).ShouldBe(["heartbeat"]);
        Keys(Good with { RetryMax = TimeSpan.Zero }).ShouldBe(["retry-max"]);
        Keys(Good with { TokenRenewal = TimeSpan.Zero }).ShouldBe(["connect-timeout"]);
        Keys(Good with { UnconfirmedLimit = 0 }).ShouldBe(["outgoing-limit"]);
    }

    [Fact]
    public void A_bus_is_not_made_of_bad_settings() =>
        Should.Throw<ArgumentException>(() => new RabbitMqBus(new RabbitMqSettings(), "pbx", new BranchName("berlin"), new NodeName("b1"))).Message.ShouldContain("cluster.rabbitmq.uris");

    [Fact]
    public async Task A_node_cannot_publish_for_another()
    {
        await using var bus = new RabbitMqBus(Good, "pbx", new BranchName("berlin"), new NodeName("b1"));
        Should.Throw<ArgumentException>(() => bus.Publish("berlin.b10.directory", ReadOnlyMemory<byte>.Empty, TimeSpan.FromSeconds(1)));
        Should.Throw<ArgumentException>(() => bus.Publish("berlin.b1", ReadOnlyMemory<byte>.Empty, TimeSpan.FromSeconds(1)));
        bus.Publish("berlin.b1.directory", ReadOnlyMemory<byte>.Empty, TimeSpan.FromSeconds(1));
        bus.Statistics.Dropped.ShouldBe(1);
    }

    [Fact]
    public void Pauses_double_with_each_round_over_the_brokers_and_are_bounded()
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1000), brokers: 2, new Random(1));
        foreach (var step in new[] { 100, 100, 200, 200, 400, 400, 800, 800, 1000, 1000, 1000 })
            backOff.Next().TotalMilliseconds.ShouldBeInRange(step / 2.0, step);
        backOff.Reset();
        backOff.Next().TotalMilliseconds.ShouldBeInRange(50, 100);
    }

    [Theory]
    [InlineData("berlin.b1.records", "berlin.b1")]
    [InlineData("berlin.b1.a.b", "berlin.b1")]
    [InlineData("berlin.b1", null)]
    [InlineData("berlin..records", null)]
    [InlineData(".b1.records", null)]
    [InlineData("berlin.b1.", null)]
    [InlineData("", null)]
    public void The_origin_of_a_message_is_read_from_its_key(string key, string? origin) => BrokerNames.OriginOf(key).ShouldBe(origin);

    private static IEnumerable<string> Keys(RabbitMqSettings settings) => settings.Problems().Select(problem => problem.Key);
}
