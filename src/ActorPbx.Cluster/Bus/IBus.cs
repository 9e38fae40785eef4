namespace ActorPbx.Cluster.Bus;

/// <summary>
/// An engine that carries the cluster's bytes. Nothing here waits or throws for want of a connection: the engine connects in the background, keeps
/// subscriptions, queues and claims over reconnections, and tells its <see cref="IBusSink"/> what happens. All members may be called from any thread.
/// </summary>
public interface IBus : IAsyncDisposable
{
    /// <summary>Figures.</summary>
    BusStatistics Statistics { get; }

    /// <summary>Begins to connect.</summary>
    void Start(IBusSink sink);

    /// <summary>Publishes under a topic that begins with this node's branch and name. Dropped and counted when there is no bus or it cannot keep up.</summary>
    /// <param name="topic">The whole topic.</param>
    /// <param name="body">What; the engine keeps it until it is sent.</param>
    /// <param name="lifetime">How old it may get in the broker.</param>
    void Publish(string topic, ReadOnlyMemory<byte> body, TimeSpan lifetime);

    /// <summary>Receives what is published under the pattern (<c>*</c> one word, <c>#</c> any number).</summary>
    void Subscribe(string pattern);

    /// <summary>Takes <see cref="Subscribe"/> back.</summary>
    void Unsubscribe(string pattern);

    /// <summary>Shares what is published under the pattern with all nodes that gave the same name: each message goes to one of them.</summary>
    void Share(string name, string pattern);

    /// <summary>Takes <see cref="Share"/> back.</summary>
    void Unshare(string name);

    /// <summary>Puts a message into a durable queue; told as <see cref="IBusSink.OnEnqueued"/> or <see cref="IBusSink.OnNotEnqueued"/>.</summary>
    void Enqueue(string queue, string key, ReadOnlyMemory<byte> body);

    /// <summary>Takes from a durable queue, at most so many unsettled at once.</summary>
    void Consume(string queue, ushort ahead);

    /// <summary>Takes from the queue no longer; what was not settled goes back into it.</summary>
    void Abandon(string queue);

    /// <summary>All deliveries of the queue up to this tag may be forgotten.</summary>
    void Settle(string queue, ulong tag);

    /// <summary>Claims a singleton; told as <see cref="IBusSink.OnGranted"/>.</summary>
    void Claim(string singleton);

    /// <summary>Gives a singleton, or the claim to it, up.</summary>
    void Release(string singleton);
}

/// <summary>Whoever takes what a bus brings. Called on the engine's threads; must return at once.</summary>
public interface IBusSink
{
    /// <summary>Connected; subscriptions and claims are in force again.</summary>
    void OnUp();

    /// <summary>Not connected any longer. Claims are lost with it: <see cref="OnLost"/> came before.</summary>
    void OnDown(string reason);

    /// <summary>A published message.</summary>
    void OnPublished(string topic, ReadOnlyMemory<byte> body);

    /// <summary>
    /// A message of a durable queue. Tags rise as long as the bus lives, over reconnections too: what was not settled comes again with a new tag, and
    /// settling an old one settles nothing.
    /// The origin is branch and node with a dot between, as the broker knows them.
    /// </summary>
    void OnDelivered(string queue, ulong tag, string origin, string key, ReadOnlyMemory<byte> body);

    /// <summary>It is safe: the broker has it on disk, or, where the engine has no disk, a consumer has settled it.</summary>
    void OnEnqueued(string queue, string key);

    /// <summary>The broker does not have it.</summary>
    void OnNotEnqueued(string queue, string key, string reason);

    /// <summary>The claim is granted; the epoch is above all before.</summary>
    void OnGranted(string singleton, long epoch);

    /// <summary>The singleton is lost.</summary>
    void OnLost(string singleton);

    /// <summary>Something does not work that an operator should know of: a broker not reached, a pattern that may not be read. A text for the log.</summary>
    void OnTrouble(string what)
    {
    }
}
