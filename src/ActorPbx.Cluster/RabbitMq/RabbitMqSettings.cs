using System.Collections.Immutable;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>How a node reaches the RabbitMQ broker of its cluster, and how much it asks of it: <c>cluster.rabbitmq</c>.</summary>
public sealed record RabbitMqSettings
{
    /// <summary>The brokers, tried in turn: <c>amqps://host:port/virtual-host</c>, or <c>amqp://</c> without TLS. User and password are not part of them.</summary>
    public ImmutableArray<string> Uris { get; init; } = [];

    /// <summary>The user; empty: whom the client certificate names (SASL EXTERNAL).</summary>
    public string User { get; init; } = "";

    /// <summary>The user's password.</summary>
    public string Password { get; init; } = "";

    /// <summary>TLS: PEM file with this node's certificate; empty: none is shown.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>TLS: PEM file with the private key.</summary>
    public string PrivateKey { get; init; } = "";

    /// <summary>TLS: PEM file with the authorities that the broker's certificate must come from; empty: the system's.</summary>
    public string Authorities { get; init; } = "";

    /// <summary>A line that carries nothing for two of these is given up, a broker that hangs after nine; whole seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one broker may take to accept a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The pause before the first attempt to connect again; it doubles with each round over all brokers. Each pause is shortened by chance, to half at most.</summary>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most transient messages that wait to be sent; more are dropped and counted.</summary>
    public int OutgoingLimit { get; init; } = 4096;

    /// <summary>Most durable messages that wait for the broker's confirmation; more are refused at once.</summary>
    public int UnconfirmedLimit { get; init; } = 1024;

    /// <summary>Most messages that the broker keeps for a node that does not take them; the oldest are dropped.</summary>
    public int NodeQueueLength { get; init; } = 10_000;

    /// <summary>The oldest that a transient message may get in the broker.</summary>
    public TimeSpan NodeQueueAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most messages in a durable queue; more are refused. Takes effect when the queue is made.</summary>
    public int DurableQueueLength { get; init; } = 1_000_000;

    /// <summary>How often the holder of a singleton replaces its token; below the broker's <c>consumer_timeout</c>, which by itself is half an hour.</summary>
    public TimeSpan TokenRenewal { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with the settings: key and reason.</summary>
    public IEnumerable<(string Key, string Reason)> Problems()
    {
        if (Uris.IsDefaultOrEmpty)
            yield return ("uris", "must name at least one broker, such as amqps://bus.example.com/actorpbx.");
        foreach (var text in Uris.IsDefault ? [] : Uris)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
                yield return ("uris", "must be of the form amqps://host:port/virtual-host.");
            else if (uri.UserInfo.Length > 0)
                yield return ("uris", "must not hold user and password; they have their own keys.");
        }

        if (User.Length == 0 && Certificate.Length == 0)
            yield return ("user", "is missing; only with a certificate may it be.");
        if (Certificate.Length > 0 != PrivateKey.Length > 0)
            yield return ("private-key", "certificate and private-key go together.");
        if (Heartbeat < TimeSpan.FromSeconds(1) || Heartbeat > TimeSpan.FromMinutes(1))
            yield return ("heartbeat", "must be from 1 second to 1 minute.");
        if (RetryMin <= TimeSpan.Zero || RetryMax < RetryMin)
            yield return ("retry-max", "must be at least retry-min, and both above 0.");
        if (ConnectTimeout <= TimeSpan.Zero || NodeQueueAge <= TimeSpan.Zero || TokenRenewal <= TimeSpan.Zero)
            yield return ("connect-timeout", "must be above 0, as node-queue-age and token-renewal must.");
        if (OutgoingLimit < 1 || UnconfirmedLimit < 1 || NodeQueueLength < 1 || DurableQueueLength < 1)
            yield return ("outgoing-limit", "limits and queue lengths must be above 0.");
    }
}
