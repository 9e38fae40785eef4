using System.Collections.Immutable;

namespace ActorPbx.Node.Control;

/// <summary>Is the node taking calls, or letting the last ones finish?</summary>
public enum NodeState
{
    /// <summary>Taking calls.</summary>
    Running,

    /// <summary>Refusing new calls; the living ones may finish.</summary>
    Draining,
}

/// <summary>One node as its operator sees it.</summary>
public sealed record NodeStatusView(
    string Node,
    string Version,
    int ProcessId,
    NodeState State,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    string? ConfigurationFile,
    string DataDirectory,
    long MemoryBytes,
    ImmutableArray<DomainView> Domains,
    ImmutableArray<ListenerView> Listeners,
    SipTrafficView Sip);

/// <summary>A virtual PBX of the node, in numbers.</summary>
public sealed record DomainView(string Domain, bool IsDefault, int Extensions, int Registered, int Calls);

/// <summary>A local address that takes SIP.</summary>
public sealed record ListenerView(string Transport, string Address, int Port);

/// <summary>SIP counters since the start of the node.</summary>
public sealed record SipTrafficView(ImmutableArray<TransportView> Transports, int Transactions);

/// <summary>The counters of one transport.</summary>
public sealed record TransportView(
    string Transport,
    long MessagesIn,
    long MessagesOut,
    long RetransmissionsIn,
    long RetransmissionsOut,
    long ParseErrors,
    int Connections,
    long ConnectionsRefused);

/// <summary>An extension, its limits and the devices registered under its number.</summary>
public sealed record ExtensionView(
    string Domain,
    string Number,
    bool Registered,
    int Calls,
    int? MaxCalls,
    int? MaxOutgoingCalls,
    ImmutableArray<BindingView> Bindings);

/// <summary>A device registered under a number: where it is reached and until when.</summary>
public sealed record BindingView(string Contact, string? ReachedAt, string? UserAgent, DateTimeOffset ExpiresAt, double? Priority);

/// <summary>A living call.</summary>
public sealed record CallView(
    string Call,
    string Domain,
    string Caller,
    string Called,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? AnsweredAt,
    double DurationSeconds,
    bool Relayed);

/// <summary>A half-call record (CDR): what the originating or the terminating half of a call was.</summary>
public sealed record CallRecordView(
    long Id,
    string Call,
    string Side,
    string Domain,
    string Node,
    string Caller,
    string Called,
    string Peer,
    DateTimeOffset StartedAt,
    DateTimeOffset? RingingAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset EndedAt,
    double DurationSeconds,
    string Outcome,
    int ResponseCode,
    int Cause,
    string ReleasedBy,
    ImmutableArray<StreamView> Streams);

/// <summary>One direction of one relayed media stream.</summary>
public sealed record StreamView(int Stream, string From, long Packets, long Bytes, long Lost, double JitterMilliseconds, long Rejected);
