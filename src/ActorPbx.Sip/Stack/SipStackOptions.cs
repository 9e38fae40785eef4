using System.Collections.Frozen;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>How a <see cref="SipStack"/> is set up.</summary>
public sealed record SipStackOptions
{
    public IReadOnlyList<SipListenerOptions> Listeners { get; init; } = [];

    /// <summary>Which address peers are told where a listener does not say it.</summary>
    public ServerAddresses Addresses { get; init; } = ServerAddresses.None;

    /// <summary>Needed for TLS listeners, and to speak TLS to peers.</summary>
    public TlsOptions? Tls { get; init; }

    public SipTimers Timers { get; init; } = SipTimers.Default;

    public SipLimits MessageLimits { get; init; } = SipLimits.Default;

    public TransportLimits TransportLimits { get; init; } = new();

    /// <summary>Above so many transactions a new request outside a dialog gets 503 and is forgotten; one inside a dialog is let in for a quarter more.</summary>
    public int MaxTransactions { get; init; } = 500_000;

    /// <summary>The User-Agent header of requests; null sends none.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The Server header of responses; null sends none.</summary>
    public string? Server { get; init; }

    /// <summary>What requests are let through to the user.</summary>
    public RequestRules Rules { get; init; } = new();

    /// <summary>Other rules for the requests of some listeners, by <see cref="SipListenerOptions.Name"/>.</summary>
    public IReadOnlyDictionary<string, RequestRules> RulesByListener { get; init; } = FrozenDictionary<string, RequestRules>.Empty;

    /// <summary>What runs what messages set going, on the threads that read them; null: that is the user's business.</summary>
    public IMessageWork? Work { get; init; }

    internal RequestRules RulesOf(SipFlow flow) => RulesByListener.GetValueOrDefault(flow.Listener) ?? Rules;
}
