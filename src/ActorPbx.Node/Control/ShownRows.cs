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
public sealed record NodeReport(
    string Node,
    string Version,
    int ProcessId,
    NodeState State,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    string? ConfigurationFile,
    string DataDirectory,
    long MemoryBytes,
    ImmutableArray<DomainRow> Domains,
    ImmutableArray<ListenerRow> Listeners,
    SipTraffic Sip);

/// <summary>A virtual PBX of the node, in numbers.</summary>
public sealed record DomainRow(string Domain, bool IsDefault, int Extensions, int Registered, int Calls);

/// <summary>A local address that takes SIP.</summary>
public sealed record ListenerRow(string Transport, string Address, int Port);

/// <summary>SIP counters since the start of the node.</summary>
public sealed record SipTraffic(ImmutableArray<TransportRow> Transports, long Transactions);

/// <summary>The counters of one transport.</summary>
public sealed record TransportRow(
    string Transport,
    long MessagesIn,
    long MessagesOut,
    long RetransmissionsIn,
    long RetransmissionsOut,
    long ParseErrors,
    long Connections,
    long ConnectionsRefused);

/// <summary>
/// An extension, its limit and the devices registered under its number at this node. <c>Home</c> is the branch of a guest, <c>At</c> the branch at which a
/// number of this branch rings; both are empty for a number that is at home.
/// </summary>
public sealed record ExtensionRow(
    string Domain,
    string Number,
    string DisplayName,
    bool Registered,
    int Calls,
    int MaxCalls,
    ImmutableArray<DeviceRow> Devices,
    string Home = "",
    string At = "");

/// <summary>A device registered under a number: its contact, where it was seen, and until when.</summary>
public sealed record DeviceRow(
    string Contact,
    string Transport,
    string Source,
    string UserAgent,
    DateTimeOffset RegisteredAt,
    DateTimeOffset ExpiresAt);

/// <summary>A living call.</summary>
public sealed record CallRow(
    string Call,
    string Domain,
    string Caller,
    string Called,
    string Phase,
    DateTimeOffset StartedAt,
    DateTimeOffset? AnsweredAt,
    double DurationSeconds,
    bool Relayed);

/// <summary>A half-call record (CDR): what the originating (O) or the terminating (T) half of a call was.</summary>
public sealed record CallRecordRow(
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
    ImmutableArray<StreamRow> Streams,
    string Correlation = "",
    string Branch = "",
    string OnBehalfOf = "");

/// <summary>A source that is ignored for a while: an address, or an IPv6 network; what it did, and how often it was ignored.</summary>
public sealed record BanRow(string Source, string Reason, DateTimeOffset Since, DateTimeOffset Until, int Times);

/// <summary>One direction of one relayed media stream.</summary>
public sealed record StreamRow(int Stream, string From, long Packets, long Bytes, long Lost, double JitterMilliseconds, long Rejected);
