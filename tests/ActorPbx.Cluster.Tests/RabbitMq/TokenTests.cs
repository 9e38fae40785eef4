using ActorPbx.Cluster.Tests.Contract;
using RabbitMQ.Client;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>Singletons on the broker: what the contract of all engines does not see.</summary>
[Collection(BrokerTests.Name)]
public sealed class TokenTests(TestBroker broker) : IAsyncLifetime
{
    private readonly RabbitMqLab _lab = new(broker);
    private readonly List<TestNode> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Bus.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task However_often_its_holder_is_cut_off_no_epoch_is_granted_twice()
    {
        for (var number = 1; number <= 3; number++)
            (await Node($"t{number}", TimeSpan.FromMilliseconds(50))).Bus.Claim("trunk");
        for (var round = 0; round < 6; round++)
        {
            TestNode? holder = null;
            await TestNode.Until(() => (holder = Holder()) is not null, "nobody holds it");
            await _lab.Cut(holder!.Bus);
            await TestNode.Until(() => holder.Told<TestNode.Down>().Length > 0 && Holder() != holder, "it is not lost");
            await _lab.Heal(holder.Bus);
        }

        await TestNode.Until(() => Holder() is not null, "nobody holds it in the end");
        Epochs().Length.ShouldBeGreaterThanOrEqualTo(7);
        Epochs().ShouldBeUnique();
        foreach (var node in _nodes)
            node.Told<TestNode.Granted>().Select(granted => granted.Epoch).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_holder_keeps_it_longer_than_the_broker_lets_a_message_go_unsettled()
    {
        await broker.Evaluate("[application:set_env(rabbit, consumer_timeout, 1500), application:set_env(rabbit, channel_tick_interval, 200)].");
        try
        {
            var holder = await Node("t1", TimeSpan.FromMilliseconds(100));
            holder.Bus.Claim("trunk");
            var granted = await holder.Told<TestNode.Granted>(_ => true);
            await OneWhoSettlesNothingIsThrownOut();
            holder.Told<TestNode.Lost>().ShouldBeEmpty();
            holder.Told<TestNode.Granted>().Length.ShouldBe(1);
            var next = await Node("t2", TimeSpan.FromMilliseconds(100));
            next.Bus.Claim("trunk");
            holder.Bus.Release("trunk");
            (await next.Told<TestNode.Granted>(_ => true)).Epoch.ShouldBe(granted.Epoch + 1);
        }
        finally
        {
            await broker.Evaluate("[application:set_env(rabbit, consumer_timeout, 1800000), application:set_env(rabbit, channel_tick_interval, 60000)].");
        }
    }

    private async Task OneWhoSettlesNothingIsThrownOut()
    {
        await using var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = broker.Port }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var thrownOut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            thrownOut.TrySetResult();
            return Task.CompletedTask;
        };
        var queue = await channel.QueueDeclareAsync();
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: false, new AsyncDefaultBasicConsumer(channel));
        await channel.BasicPublishAsync("", queue.QueueName, ReadOnlyMemory<byte>.Empty);
        await thrownOut.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    // Whoever was granted it last and has not lost it; one that was cut off may not know yet.
    private TestNode? Holder() => _nodes.Where(node => node.Told<TestNode.Granted>().Length > 0).MaxBy(node => node.Told<TestNode.Granted>()[^1].Epoch) is { } last
        && last.Told<TestNode.Granted>().Length > last.Told<TestNode.Lost>().Length ? last : null;

    private long[] Epochs() => [.. _nodes.SelectMany(node => node.Told<TestNode.Granted>()).Select(granted => granted.Epoch)];

    private async Task<TestNode> Node(string name, TimeSpan renewal)
    {
        var node = new TestNode(_lab.Create("hq", name, settings => settings with { TokenRenewal = renewal }), "hq", name);
        _nodes.Add(node);
        node.Bus.Start(node);
        await node.Told<TestNode.Up>(_ => true);
        return node;
    }
}
