using System.Text.Json.Serialization;

namespace ActorPbx.Node.Control;

/// <summary>What an operator may ask of a running node: one JSON object on one line, told apart by <c>command</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(StatusRequest), "status")]
[JsonDerivedType(typeof(ExtensionsRequest), "extensions")]
[JsonDerivedType(typeof(CallsRequest), "calls")]
[JsonDerivedType(typeof(HangUpRequest), "hangup")]
[JsonDerivedType(typeof(CallRecordsRequest), "cdr")]
[JsonDerivedType(typeof(TraceRequest), "trace")]
[JsonDerivedType(typeof(ClusterRequest), "cluster")]
[JsonDerivedType(typeof(ForgetNodeRequest), "forget-node")]
[JsonDerivedType(typeof(BansRequest), "bans")]
[JsonDerivedType(typeof(ClearBansRequest), "clear-bans")]
[JsonDerivedType(typeof(ReloadRequest), "reload")]
[JsonDerivedType(typeof(StopRequest), "stop")]
public abstract record ControlRequest
{
    /// <summary>The protocol that the client speaks; a node refuses any but its own.</summary>
    public int Version { get; init; } = ControlProtocol.Version;
}

/// <summary>How the node is: listeners, domains, calls, uptime.</summary>
public sealed record StatusRequest : ControlRequest;

/// <summary>The extensions and where their devices are registered; without a number, all of them.</summary>
public sealed record ExtensionsRequest(string? Domain = null, string? Number = null) : ControlRequest;

/// <summary>The calls that are up or being set up.</summary>
public sealed record CallsRequest(string? Domain = null) : ControlRequest;

/// <summary>Ends one call, or every call when <paramref name="All"/> is set; exactly one of the two is given.</summary>
public sealed record HangUpRequest(string? Call = null, bool All = false) : ControlRequest;

/// <summary>
/// Call records, oldest first. <paramref name="Limit"/> keeps the newest so many; <paramref name="Follow"/> keeps the
/// line open and sends each record as it is stored. With <paramref name="Branch"/> (a name, or <see cref="AllBranches"/>) or
/// <paramref name="Correlation"/> the records of all branches are searched, which headquarters keeps.
/// </summary>
public sealed record CallRecordsRequest(
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null,
    string? Domain = null,
    string? Number = null,
    int Limit = ControlProtocol.DefaultRecordLimit,
    bool Follow = false,
    string? Branch = null,
    string? Correlation = null) : ControlRequest
{
    /// <summary>In place of a branch's name: all of them.</summary>
    public const string AllBranches = "all";
}

/// <summary>The SIP messages that pass, of one call, or from and to one number, or all; without end, but for a call's.</summary>
public sealed record TraceRequest(string? Call = null, string? Number = null) : ControlRequest;

/// <summary>How the cluster stands, as the node sees it.</summary>
public sealed record ClusterRequest : ControlRequest;

/// <summary>Takes what a node announced out of the directory, for good.</summary>
public sealed record ForgetNodeRequest(string Node) : ControlRequest;

/// <summary>The sources that are ignored for a while.</summary>
public sealed record BansRequest : ControlRequest;

/// <summary>Ends the ban of one address, or every ban when <paramref name="All"/> is set; exactly one of the two is given.</summary>
public sealed record ClearBansRequest(string? Source = null, bool All = false) : ControlRequest;

/// <summary>Reads the configuration again and takes it over, whole or not at all; with <paramref name="Check"/> it only says what would happen.</summary>
public sealed record ReloadRequest(bool Check = false) : ControlRequest;

/// <summary>
/// Ends the node: no new calls, and the others may finish within the drain time
/// (the configured one when <paramref name="DrainSeconds"/> is null).
/// </summary>
public sealed record StopRequest(double? DrainSeconds = null) : ControlRequest;
