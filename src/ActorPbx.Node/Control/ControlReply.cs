using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActorPbx.Node.Control;

/// <summary>
/// What a node answers: one JSON object on one line, told apart by <c>reply</c>. A request gets exactly one reply, or
/// for streams any number of <see cref="CallRecordReply"/>, <see cref="TracedReply"/> or <see cref="DrainingReply"/> and then <see cref="EndReply"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reply")]
[JsonDerivedType(typeof(StatusReply), "status")]
[JsonDerivedType(typeof(ExtensionsReply), "extensions")]
[JsonDerivedType(typeof(CallsReply), "calls")]
[JsonDerivedType(typeof(HungUpReply), "hung-up")]
[JsonDerivedType(typeof(CallRecordReply), "call-record")]
[JsonDerivedType(typeof(TracedReply), "traced")]
[JsonDerivedType(typeof(ClusterReply), "cluster")]
[JsonDerivedType(typeof(NodeForgottenReply), "node-forgotten")]
[JsonDerivedType(typeof(BansReply), "bans")]
[JsonDerivedType(typeof(BansClearedReply), "bans-cleared")]
[JsonDerivedType(typeof(ReloadReply), "reloaded")]
[JsonDerivedType(typeof(DrainingReply), "draining")]
[JsonDerivedType(typeof(EndReply), "end")]
[JsonDerivedType(typeof(RefusalReply), "refused")]
public abstract record ControlReply;

/// <summary>The node's state.</summary>
public sealed record StatusReply(NodeReport Status) : ControlReply;

/// <summary>The extensions asked for, in the order of domain and number.</summary>
public sealed record ExtensionsReply(ImmutableArray<ExtensionRow> Extensions) : ControlReply;

/// <summary>The living calls, oldest first.</summary>
public sealed record CallsReply(ImmutableArray<CallRow> Calls) : ControlReply;

/// <summary>How many calls were told to end.</summary>
public sealed record HungUpReply(int Calls) : ControlReply;

/// <summary>One half-call record.</summary>
public sealed record CallRecordReply(CallRecordRow Record) : ControlReply;

/// <summary>A SIP message that passed.</summary>
public sealed record TracedReply(TracedRow Message) : ControlReply;

/// <summary>The cluster as the node sees it.</summary>
public sealed record ClusterReply(ClusterReport Cluster) : ControlReply;

/// <summary>What the node had announced is forgotten.</summary>
public sealed record NodeForgottenReply(string Node) : ControlReply;

/// <summary>The sources that are ignored, in the order of their addresses.</summary>
public sealed record BansReply(ImmutableArray<BanRow> Bans) : ControlReply;

/// <summary>How many bans ended.</summary>
public sealed record BansClearedReply(int Bans) : ControlReply;

/// <summary>A draining node's count of calls that still live and the seconds they have left.</summary>
public sealed record DrainingReply(int Calls, double SecondsLeft) : ControlReply;

/// <summary>The stream is complete.</summary>
public sealed record EndReply : ControlReply;

/// <summary>The node will not or cannot do it, and why, in a sentence for the operator.</summary>
public sealed record RefusalReply(RefusalCode Code, string Message) : ControlReply;

/// <summary>Why a request was refused.</summary>
public enum RefusalCode
{
    /// <summary>The line was no request: bad JSON, an unknown command, a missing or impossible value.</summary>
    Malformed,

    /// <summary>Client and node speak different protocol versions.</summary>
    Version,

    /// <summary>No such extension, call or domain.</summary>
    NotFound,

    /// <summary>The node could not do it now.</summary>
    Failed,

    /// <summary>Too many operators at once.</summary>
    Busy,
}
