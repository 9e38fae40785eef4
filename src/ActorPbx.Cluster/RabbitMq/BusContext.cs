using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>What of a bus outlives its connections.</summary>
internal sealed record BusContext(RabbitMqSettings Settings, BrokerNames Names, BusWishes Wishes, DeliveryTags Tags, BusStatistics Statistics, TimeProvider Time);
