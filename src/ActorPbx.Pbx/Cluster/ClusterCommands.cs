using ActorPbx.Domain.Nodes;

namespace ActorPbx.Pbx.Cluster;

/// <summary>What actors ask of <c>/user/cluster</c>. All subscriptions and services end with the actor that made them (it is watched).</summary>
public abstract record ClusterCommand;

/// <summary>Tell the sender what happens to members: <see cref="CurrentClusterState"/> at once, then each <see cref="ClusterEvent"/>.</summary>
public sealed record SubscribeToCluster : ClusterCommand;

/// <summary>This node's load changed; it goes out with the next heartbeat.</summary>
public sealed record ReportLoad(NodeLoad Load) : ClusterCommand;

/// <summary>This node leaves: the others are told at once. Answered by <see cref="ClusterLeft"/>.</summary>
public sealed record LeaveCluster : ClusterCommand;

/// <summary>The others were told, or there is no bus to tell them by.</summary>
public sealed record ClusterLeft;

/// <summary>Send the sender what is published: words separated by dots, <c>*</c> for one word, <c>#</c> for any number of them.</summary>
/// <param name="Pattern">Branch, node and subject, such as <c>*.*.directory</c> or <c>berlin.*.presence.#</c>.</param>
public sealed record Subscribe(string Pattern) : ClusterCommand;

/// <summary>Takes <see cref="Cluster.Subscribe"/> back.</summary>
public sealed record Unsubscribe(string Pattern) : ClusterCommand;

/// <summary>Tell whoever subscribed. Lost when there is no bus.</summary>
/// <param name="Subject">The topic after branch and node, which are this node's.</param>
/// <param name="Message">What.</param>
public sealed record Publish(string Subject, ClusterMessage Message) : ClusterCommand;

/// <summary>The sender takes what other nodes send to this service of this node.</summary>
public sealed record Serve(string Service) : ClusterCommand;

/// <summary>Tell a service of a node. Lost when there is no bus or no such node.</summary>
public sealed record SendToNode(BranchName Branch, NodeName Node, string Service, ClusterMessage Message) : ClusterCommand;

/// <summary>Tell a service of whichever node of the role takes it first.</summary>
public sealed record SendToRole(NodeRoles Role, string Service, ClusterMessage Message) : ClusterCommand;

/// <summary>Ask a service of a node; the sender gets <see cref="Answered"/> or <see cref="NotAnswered"/> with the same token.</summary>
public sealed record AskNode(BranchName Branch, NodeName Node, string Service, ClusterMessage Message, TimeSpan Timeout, object Token) : ClusterCommand;

/// <summary>Ask a service of whichever node of the role takes it first.</summary>
public sealed record AskRole(NodeRoles Role, string Service, ClusterMessage Message, TimeSpan Timeout, object Token) : ClusterCommand;

/// <summary>Ask whoever holds the singleton now.</summary>
public sealed record AskSingleton(string Singleton, ClusterMessage Message, TimeSpan Timeout, object Token) : ClusterCommand;

/// <summary>Answers <see cref="Received"/>.</summary>
public sealed record Reply(ReplyAddress To, ClusterMessage Message) : ClusterCommand;

/// <summary>The sender wants to be the one actor of this name in the cluster; it gets <see cref="SingletonGranted"/> when it is, <see cref="SingletonLost"/> when no more.</summary>
public sealed record ContendFor(string Singleton) : ClusterCommand;

/// <summary>The sender does not want to be it any longer.</summary>
public sealed record Resign(string Singleton) : ClusterCommand;

/// <summary>Put into a durable queue; the sender gets <see cref="Enqueued"/> when it is safe there, or <see cref="NotEnqueued"/>.</summary>
/// <param name="Queue">Name of the queue, such as "records".</param>
/// <param name="Key">The same for the same content, however often it is sent: what makes "at least once" into "exactly once".</param>
/// <param name="Message">What.</param>
public sealed record Enqueue(string Queue, string Key, ClusterMessage Message) : ClusterCommand;

/// <summary>The sender takes what is in the queue, as <see cref="Delivered"/>, and settles each.</summary>
/// <param name="Queue">Name of the queue.</param>
/// <param name="Ahead">So many unsettled ones at once.</param>
public sealed record Consume(string Queue, int Ahead) : ClusterCommand;

/// <summary>All deliveries up to and with this one are kept for good and may be forgotten by the queue.</summary>
public sealed record Settle(string Queue, ulong Tag) : ClusterCommand;

/// <summary>Who sent something: read from the topic, which the broker vouches for.</summary>
public readonly record struct Origin(BranchName Branch, NodeName Node);

/// <summary>Where an answer goes.</summary>
/// <param name="Asker">Who asked.</param>
/// <param name="Id">Which of its questions.</param>
/// <param name="Epoch">When a singleton was asked: its epoch then, by which the asker refuses one that is no longer it; else 0.</param>
public sealed record ReplyAddress(Origin Asker, string Id, long Epoch);

/// <summary>Something published under a subscribed pattern.</summary>
public sealed record Published(Origin From, string Subject, ClusterMessage Message);

/// <summary>Something for a service; <see cref="ReplyTo"/> is null when no answer is awaited.</summary>
public sealed record Received(Origin From, string Service, ClusterMessage Message, ReplyAddress? ReplyTo);

/// <summary>The answer to an ask.</summary>
public sealed record Answered(object Token, Origin From, ClusterMessage Message);

/// <summary>An ask without answer: no bus, no such node, or too late.</summary>
public sealed record NotAnswered(object Token, string Reason);

/// <summary>You are the one. The epoch is higher than that of every holder before.</summary>
public sealed record SingletonGranted(string Singleton, long Epoch);

/// <summary>You are not the one any longer: stop acting.</summary>
public sealed record SingletonLost(string Singleton);

/// <summary>It is safe: the broker has it on disk, or, where the engine has no disk, a consumer has settled it.</summary>
public sealed record Enqueued(string Queue, string Key);

/// <summary>The broker does not have it: no bus, or the queue is full. Try again later.</summary>
public sealed record NotEnqueued(string Queue, string Key, string Reason);

/// <summary>One message of a durable queue; it may come again until it is settled.</summary>
public sealed record Delivered(string Queue, ulong Tag, Origin From, string Key, ClusterMessage Message);
