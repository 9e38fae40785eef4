using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>All tests that need the broker: one after the other, with one broker.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerTests : ICollectionFixture<TestBroker>
{
    public const string Name = "rabbitmq";
}

[Collection(BrokerTests.Name)]
public sealed class RabbitMqPublishTests(TestBroker broker) : PublishContract
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new RabbitMqLab(broker));
}

[Collection(BrokerTests.Name)]
public sealed class RabbitMqQueueTests(TestBroker broker) : QueueContract
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new RabbitMqLab(broker));
}

[Collection(BrokerTests.Name)]
public sealed class RabbitMqSingletonTests(TestBroker broker) : SingletonContract
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new RabbitMqLab(broker));
}

[Collection(BrokerTests.Name)]
public sealed class RabbitMqMembershipTests(TestBroker broker) : MembershipContract(DefaultConfig)
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new RabbitMqLab(broker));
}

[Collection(BrokerTests.Name)]
public sealed class RabbitMqMessagesTests(TestBroker broker) : MessagesContract(DefaultConfig)
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new RabbitMqLab(broker));
}

[Collection(BrokerTests.Name)]
public sealed class RabbitMqTrunkCountTests(TestBroker broker) : TrunkCountContract(DefaultConfig)
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new RabbitMqLab(broker));
}
